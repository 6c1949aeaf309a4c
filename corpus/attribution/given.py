"""Frequent given names that tell a woman from a man, across cultures.

Written for this product, and kept small on purpose: honorifics, roles and nearby pronouns decide first. A name that
is common for both (Jordan, Alex, Jean, Andrea, Nour) is in neither list.
"""

MALE = frozenset(
    """aaron abdel abdelaziz abdi abdul abdulaziz abdullah abdulrahman abebe abel abiy abraham abu adam adama adel adil
    adnan adriaan adrian ahmad ahmed ahmet akira akram alan alassane alastair albert alberto aldo alejandro
    aleksandar aleksandr alexander alexandre alexei alexey alexis alfonso alfred alfredo ali alistair allan alok
    amadou amir amit ammar anand anas anatoly anders andreas andrei andrew andrey andriy andrzej andrés andy angus
    anil anselm anthony antoine anton antonio antony antónio anwar archie ari ariel arjun armando armin arne arnold
    arsen arthur artur arturo arvind asa ashok ashraf asif atiku austin avigdor ayman aziz babatunde bachir bakari
    barack baraka barney barry bart bashar bashir bassam beau ben benedict benigno benjamin benny bernard bernardo
    bernie bilal bilawal bill billy björn bob boban bobby bogdan bogoljub bohdan bola boris boutros brad bradley
    brandon brendan brent bret brett brian bruce bruno bryan bryce burak callum calvin carl carlo carlos carsten
    cedric chad charles chee chen chidi chris christian christoph christopher chuck chukwuma ciro clarence claudio
    clayton clement cliff clint clyde cody colin connor conor corey cormac cornel cornell craig curt cyprien cyril
    dan daniel daniele danilo dante darrell dave david dean declan deepak dejan denis dennis denys derek desmond
    devin dewayne dexter dick didier diego dieter dimitri dimitris dino dirk dmitri dmitry dmytro dominic don donald
    doug douglas dragan duncan dustin dwayne dwight dylan eamon earl ed eddie edgar edmond edmund eduardo edward
    edwin ehud eli elias elijah elliot elliott ellis elmer emeka emil emile emilio emmanuel emmerson emmet emmett
    emre enrico enrique eoin eric erik ernest ernesto ernie erwin esteban ethan etienne euan eugene evan everett
    evgeny evo ewan ezra fabio fadi faisal farid federico felipe felix ferdinand fergus fernando fidel filip filippo
    finn florian florin floyd francesco francis francisco francois frank franklin franz françois fred freddy
    frederic frederick fuad fumio gabor gabriel gareth garrett garth gary gavin geert geoff geoffrey georg george
    georges georgi gerald geraldo gerard gerhard gerry gheorghe giacomo gilbert gilles giorgio giorgos giovanni
    giulio giuseppe glen glenn gonzalo goodluck goran gordon gotabaya graham greg gregor gregory guido guillaume
    guillermo gulbuddin gus gustav gustavo guy habib haider haile hailemariam hakan hakeem hal hamid hamish hamza
    hani hank hans hany harald harlan harold harry harvey hasan hashem hashim hassan hassanal heinrich heinz helmut
    henri henrik henry herb herbert herman hermann hiroshi hiroto hiroyuki holger horace howard htin hubert hugh
    hugo hun husain hussain hussein huw iain ian ibrahim ichiro idris idriss igor ikechukwu ilya imran ion irving
    irwin isaac isaiah isaias ishaan ismail istvan ivan ivo ivor jacinto jack jacob jacques jae-in jaime jair jake
    jakob jamaal jamal james jamil jan jared jaroslav jason jasper javier jay jayden jeb jed jeff jeffery jeffrey
    jens jeremiah jeremy jerome jerry jesse jesús jim jimmy jinping jintao joachim joaquín joe joel johan johannes
    john johnny joko jon jonah jonas jonathan jong-un jorge jose josef joseph josh joshua josé juan julian julien
    julio julius juma junichi justin jürgen kagiso kamal kamau kareem karim karl keir keith ken kenji kenneth kenta
    keqiang kevin khaled khalid khalil ki-moon kieran kiran kirill kirk kizza kjell klaus kofi konstantin krzysztof
    kumar kurt kwame kyle kyriakos lajos lamar larry lars laszlo laurent lawrence lee len lenin leo leon leonard
    leonardo leonid leopold leroy lester levi levon liam lionel lloyd logan lorenzo lou louis lubos luca lucas luigi
    luis luiz lukas luke luther lyle lyndon mahathir mahdi mahinda mahmoud majid malcolm malik manmohan manny
    manohar manuel marc marcel marcelo marco marcos marcus mariano mario mark marko markus marlon marshall martin
    marty marvin marwan massimo mateo mateusz matt matteo matthew matthias maurice mauricio mauro max maxim maxime
    maximilian mehdi mehmet melvin merrick micah michael michel mick miguel mihail mike mikhail milan millard
    milorad milos milton min miroslav mitch mitchell mitt mohamad mohamed mohammad mohammed mohandas mohannad mohsen
    morgan morris mort morton moses moshe muhammad muhammadu mujibur murat murray musa mustafa mwai mykhailo mykola
    myron nabil nadir naftali najib narendra nasser nate nathan nathaniel nawaz nayib ned neil nelson nestor neville
    newt nguyen niall nicholas nick nico nicola nicolae nicolas nicolás niels nigel nikita niklas nikol nikola
    nikolai nikolay nikos nils nizar nnamdi noah noam noel norbert norm norman nouri olaf oleg oleksandr oleksii
    oliver olivier olumide olusegun oluwaseun omar omer ondrej orrin orson osama oscar osman otieno otto ovidiu owen
    pablo padraig panos paolo pascal patrick paul paulo pavel pedro per percy pervez pete peter petr petro phil
    philip philippe phillip pierre piet pieter piotr pius prabowo prayut qais qasim quentin quincy radovan rafael
    rahm rahul raila raj rajesh ralf ralph ramon ramzi ramón rand randall randolph randy ranil raphael rashad rashid
    ratko raul ray raymond raúl reggie reince reinhard renato rene rex rhys ricardo riccardo richard rick riek
    rigoberto rishi riyad rob robby robert roberto roderick rodney rodrigo roger rohan roland rolf roman ron ronald
    rory ross rowan roy royce ruben rudolf rudolph rudy rui rupert ruslan russ russell rustam ryan saad saddam saeed
    said sajith salah saleh salem salim salva salvador salvatore samer sami samir samuel sander sani sanjay santiago
    satoshi saul scot scott seamus sean sebastian sebastián sepp serge sergei sergey sergio sergiu serhiy seth shane
    shaun shehbaz sheldon sherman sherrod shimon shinzo sidney silas simon sipho slobodan sokha solomon somchai
    spencer staffan stan stanley stefan stefano steffen stephan stephen steve steven stewart stu stuart sultan
    suresh sven tad tadeusz takashi taras tarek tariku tariq taro tayyip ted teddy terence terrence terry tesfaye
    thabo thaddeus thaksin tharman theo theodore thierry thomas tim timothy tobias toby todd tom tomas tomasz
    tommaso tommy tomás tony trent trevor trey truman tyler tyrone tyson uhuru ulf ulrich umar umberto uri uzi
    vaclav vahan valery vasily vaughn vern vernon victor vijay vikram viktor viktorin vin vincent vincenzo virgil
    vitaly vittorio vlad vladimir volker volodymyr wael waleed walid wallace walter warren wayne wendell werner wes
    wesley wilbur wilfred wilhelm will willem william willie wilson win winston witold wojciech wolfgang woodrow
    xavier xi yaakov yahya yair yannick yannis yaroslav yasin yasser yevgeny yitzhak yoav yoshihide youssef yoweri
    yuki yukiya yuri yusuf yves zach zachariah zachary zack zaid zakaria zayd zbigniew zdenek zdravko ziad zoltan
    zoran zuhair zulfikar ángel émile óscar""".split()
)

FEMALE = frozenset(
    """abbie abena abigail ada adaeze adela adelle adriana adrienne agnes agnieszka aicha aimee aisha akiko akosua
    alena alessandra alexandra alice alicia alina alisha alison allison alma althea alyssa amal amanda amara amber
    amelia amina aminata amira amneh amy ana anastasia angela angelica angelina angelique angie anita anja anjali
    ann anna annabel anne anneli annette annie antoinette antonella antonia april ariana arianna arlene ashley asma
    asmaa astrid audra audrey aung aung-san awa ayesha aysha azra barbara beatrice beatriz becky belinda benazir
    bernadette bernadine bernice beth bethany betsey betsy bettina betty beverly bianca birgit blanche bonnie bree
    brenda brianne bridget bridgette brigid brigitte britta brittany brooke caitlin caitlyn camila camille candace
    candice carla carly carmela carmen carol carole carolina caroline carolyn carrie cassandra catalina catherine
    cathy cecelia cecile cecilia celeste celestine celia charlene charlotte chelsea cheri cheryl chiara chimamanda
    chioma christina christine cindy claire clara clare claudette claudia cleo colette colleen condoleezza constance
    consuelo cora corazon cory cristina crystal cynthia dagmar daisy dalia daniela danielle daphne dawn deb debbie
    debby deborah debra delia della delores dena denise desiree diana diane dianne dilma dina dlamini dolores
    donatella donna dora doris dorothea dorothy ebba edith edna eileen elaine eleanor elena elif elisa elisabeth
    eliza elizabeth ella ellen elsa elsie emilia emily emma erica erika erin erna esperanza ester esther ethel etta
    eugenia eunice eva eve evelyn ewa faiza farah fatima fatimah fatma fatou faye federica felicia fiona flora
    florence folake fran frances francesca freya frieda gabriela gabriella gabrielle gail galina gemma genevieve
    georgia georgina geraldine gertrude ghazala gilda gillian gina ginger gisela giulia gladys gloria golda grace
    graça greta gretchen gretel gro guadalupe gudrun gwen gwendolyn habiba hala halima hana hanan hanna hannah
    harriet hazel heather heba heidi helen helena helene helga heloísa henrietta hester hilary hillary hind hoda
    huda huma ida ilaria ileana ilse imelda imogen indira ing-wen inga ingeborg ingrid ingrida inès inés iona irena
    irene irina iris iryna isabel isabella isabelle isla ivana ivanka ivy jacinda jacinta jacqueline jacquelyn
    jacqui jamila jana jane janet janice jeanette jeanne jeannie jelena jen jenna jennifer jenny jessica jihan jill
    jillian jo joan joanna joanne jocelyn jodi johanna jolene joni josefina josephine joyce juanita judi judith judy
    julia juliana julie juliet juliette jóhanna kaitlin kaja kamala kara karen karin karina kasia kate katherine
    kathie kathleen kathryn kathy katie katrina katrín katya kayla keiko keisha kelli kellyanne kelsey khadija
    kimberley kimberly kirsten kirstie kirsty krista kristen kristin kristina kristine lakshmi lana lara larisa
    latisha laura lauren laurie layla leah leanne leila lena leni leonora leticia leyla libby lidia lila lilian
    liliana lillian lily lina linda lindiwe lisa liz liza lois lola lolita lorena loretta lori lorna lorraine lottie
    louisa louise lourdes lucia luciana lucy ludmila luisa luz lydia lynda lynette lynn lynne lyudmila mabel
    madeleine madison mae maeve magdalena maggie maha mahboba malala mallory mamata manal mandy manuela mara marcela
    marcella marcia margaret margarita margo margot marguerite maria mariam mariama mariana marianne marie marilyn
    marina marine marion marisa marissa marjorie marla marlene marnie marta martha mary maryam masih mathilde
    matilda mattie maud maura maureen mavis maxine maya mayra małgorzata meenakshi megan megawati megyn melania
    melanie melba melinda melissa mercedes meryl mette mia michele michelle mildred millicent mina mindy minnie
    miranda mireille mireya miriam moira molly mona monica monika monique myra myrna nabila nada nadezhda nadia
    nadine nancy naomi nasrin natalia natalie natasha nathalie nawal neera neha nell nellie ngaire ngozi niamh
    nicole nikki nina nisha nkosazana nomvula noor nora noreen norma nuria odette odile oksana ola olena olga olha
    olivia ophelia orla paige pam pamela park patience patricia patrizia patti patty paula paulette pauline peggy
    penelope penny petra philippa phoebe phumzile phyllis pilar pippa polina polly portia priscilla priya priyanka
    rachel raisa ramona rana randi rania raquel rasha rebecca reem regina renata renee rhoda rhonda rima rita
    roberta robyn rochelle rocío rodaba roisin rosa rosalie rosalind rosanna rosanne rose rosemarie rosemary rosette
    rosie roxana roxanne rula ruta ruth sabine sabrina sadia sadie sahar sahle sakura sally salma samantha samar
    samia samira sandra sanna saoirse sara sarah selma serena shana sharon shauna sheila shelley sherry sheryl
    shirin shirley shonda silvia simone sinead siobhan siân sofia sofía sondra sonia sonya sophia sophie soraya
    stacey stacy stefania stella stephanie sue sujata susan susana susanna susannah sushma suzanna suzanne svetlana
    svitlana sylvia tabitha tamar tamara tammy tania tanya tara tatiana tawakkol teresa tess tessa thelma theodora
    theresa thuli tiffany tilda tina tonya tracy trish trisha trudy tsai una ursula valentina valeria valerie
    vanessa velma vera verna veronica verónica vicky victoria viktoria viola violet violeta virginia vivian vivienne
    wangari wanjiru wendy whitney wilhelmina willa wilma winnie xenia xiomara yael yasmeen yasmin yelena ylva yoko
    yolanda yolande yulia yuliya yuriko yvette yvonne zahra zainab zara zeinab zelda zeynep zhanna zoe zoya zuzana
    """.split()
)
