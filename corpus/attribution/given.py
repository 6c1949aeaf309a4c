"""Frequent given names that tell a woman from a man, across cultures.

Written for this product, and kept small on purpose: honorifics, roles and nearby pronouns decide first. A name that
is common for both (Jordan, Alex, Jean, Andrea, Nour) is in neither list.
"""

MALE = frozenset(
    """aaron abdel abdelaziz abdi abdul abdulaziz abdullah abdulrahman abebe abel abiy abraham abu adam adama adel adil
    adnan adrian ahmad ahmed ahmet akira akram alan alassane albert alberto aldo alejandro aleksandar aleksandr
    alexander alexandre alexei alexey alexis alfred alfredo ali alistair amir amit ammar anas anatoly anders
    andreas andrei andrew andrey andriy andrzej andrés angus anil anselm anthony antoine anton antonio antony
    antónio anwar ariel arjun armando arnold arthur arturo arvind ashok ashraf asif atiku austin avigdor ayman
    aziz babatunde bachir bakari barack baraka barry bart bashar bassam ben benedict benigno benjamin benny
    bernard bernardo bilal bilawal bill billy björn bob boban bobby bogdan bogoljub bohdan bola boris boutros
    brad bradley brandon brendan brett brian bruce bruno bryan burak carl carlo carlos carsten cedric chad
    charles chen chidi christian christopher chuck chukwuma ciro clarence claudio clement cliff clint colin
    corey craig cyril dan daniel daniele danilo dave david dean declan deepak dejan denis dennis derek desmond
    dexter didier diego dieter dimitri dimitris dirk dmitri dmitry dmytro dominic donald doug douglas dragan
    dwayne dylan eamon earl ed eddie edgar edmund eduardo edward edwin ehud eli elias elijah elliot elliott
    ellis emeka emil emilio emmanuel emmerson emre enrico enrique eric erik ernest ernesto erwin esteban ethan
    etienne eugene evan evgeny evo ezra fabio fadi faisal farid federico felipe felix ferdinand fernando fidel
    filip florian florin floyd francesco francis francisco francois frank franklin franz françois fred frederick
    fuad gabor gabriel gareth garrett gary gavin geoffrey georg george georges georgi gerald geraldo gerard
    gerhard gheorghe giacomo gilbert giorgio giorgos giovanni giulio giuseppe glenn goodluck goran gordon
    gotabaya graham greg gregor gregory guido guillaume guillermo gulbuddin gustavo guy habib haider haile
    hailemariam hakan hamid hamish hamza hani hans harald harold harry harvey hasan hashem hashim hassan
    heinrich heinz helmut henri henrik henry herbert herman hermann hiroshi hiroto howard htin hubert hugh hugo
    hun husain hussain hussein ian ibrahim ichiro idris igor ikechukwu ilya imran ion isaac isaiah isaias ismail
    istvan ivan ivo jacinto jack jacob jacques jae-in jaime jair jake jakob jamal james jan jared jaroslav jason
    jasper javier jay jayden jeff jeffrey jens jeremiah jeremy jerome jerry jesse jesús jim jimmy jinping jintao
    joachim joaquín joe joel johan johannes john johnny joko jon jonas jonathan jong-un jorge jose josef joseph
    josh joshua josé juan julian julien julio julius juma junichi justin jürgen kagiso kamal kamau kareem karim
    karl keith ken kenji kenneth kenta keqiang kevin khaled khalid khalil ki-moon kiran kirill kirk kizza kjell
    klaus kofi konstantin krzysztof kumar kurt kwame kyle kyriakos lamar larry lars laszlo laurent lawrence lee
    lenin leo leon leonard leonardo leonid leopold leroy lester levi lionel lloyd logan lorenzo lou louis lubos
    luca lucas luigi luis luiz lukas luke luther lyle mahathir mahdi mahinda mahmoud majid malcolm malik
    manmohan manuel marc marcel marcelo marco marcos marcus mariano mario mark marko markus marlon marshall
    martin marvin marwan massimo mateo mateusz matt matteo matthew matthias maurice mauricio mauro max maxim
    maxime maximilian mehdi mehmet melvin merrick micah michael michel miguel mihail mike mikhail milan milorad
    milos min miroslav mitchell mitt mohamad mohamed mohammad mohammed mohandas mohannad mohsen morgan mort
    morton moses moshe muhammad muhammadu mujibur murat musa mustafa mykola myron nabil nadir naftali najib
    narendra nasser nathan nathaniel nawaz nayib ned neil nelson nestor newt nguyen nicholas nick nico nicola
    nicolae nicolas nicolás niels nigel nikita niklas nikola nikolai nikolay nikos nils nizar nnamdi noah noel
    norman nouri olaf oleg oleksandr oliver olivier olumide olusegun oluwaseun omar omer ondrej orrin orson
    osama oscar osman otieno otto owen pablo panos paolo pascal patrick paul paulo pavel pedro per percy pervez
    pete peter petr petro phil philip philippe pierre piet pieter piotr pius prabowo prayut qais qasim quentin
    quincy radovan rafael rahul raj rajesh ralph ramon ramzi ramón rand randy ranil rashid ratko raul raymond
    raúl reince reinhard renato rene rex ricardo riccardo richard rick riek rigoberto riyad rob robert roberto
    rodney rodrigo roger rohan roland rolf roman ron ronald rory ross rowan roy royce ruben rudolf rudy rui
    rupert russell rustam ryan saad saddam saeed said sajith salah saleh salem salim salva salvador salvatore
    samer samir samuel sander sani sanjay santiago satoshi saul scott seamus sean sebastian sebastián sepp serge
    sergei sergey sergio serhiy seth shane shaun shehbaz sherman sherrod shimon shinzo sidney silas simon sipho
    slobodan sokha solomon somchai spencer staffan stan stefan stefano stephan stephen steve steven stewart
    stuart sultan suresh sven tad tadeusz takashi taras tarek tariku tariq tayyip ted terence terry tesfaye
    thabo thaddeus thaksin theo theodore thierry thomas tim timothy toby todd tom tomas tomasz tommaso tommy
    tomás tony trent trevor trey truman tyler ulf ulrich umar umberto uri vaclav valery vasily vaughn vernon
    victor vijay vikram viktor viktorin vincent vincenzo virgil vitaly vittorio vlad vladimir volodymyr wael
    waleed walid wallace walter warren wayne wendell werner wesley wilbur wilfred wilhelm will willem william
    willie win winston wojciech wolfgang woodrow xavier yahya yair yannick yannis yaroslav yasin yasser yevgeny
    yitzhak yoav youssef yoweri yuki yuri yusuf yves zach zachary zack zaid zakaria zayd zbigniew zdenek zdravko
    ziad zoltan zoran zuhair zulfikar ángel émile óscar""".split()
)

FEMALE = frozenset(
    """abbie abena abigail ada adaeze adela adriana adrienne agnes agnieszka aicha aisha akiko akosua alena alessandra
    alexandra alice alicia alina alisha alison allison althea amal amanda amara amber amelia amina aminata amira
    amneh amy ana anastasia angela angelica angelina anita anja anjali ann anna annabel anne anneli annette
    annie antoinette antonella antonia april ariana ashley asma asmaa astrid audra audrey aung aung-san awa
    ayesha aysha azra barbara beatrice beatriz becky belinda benazir bernadette bernice beth betsy bettina betty
    beverly bianca birgit blanche bonnie brenda bridget bridgette brigitte britta brittany camila camille
    candace candice carla carly carmela carmen carol carole carolina caroline carolyn carrie catalina catherine
    cathy cecilia celeste celestine celia charlene charlotte chelsea cheri cheryl chiara chimamanda chioma
    christina christine cindy claire clara claudette claudia colette colleen condoleezza constance consuelo cora
    corazon cory cristina crystal cynthia dagmar daisy dalia daniela danielle daphne dawn debbie deborah debra
    delia delores denise desiree diana diane dianne dilma dina dlamini dolores donatella donna doris dorothea
    dorothy ebba edith edna eileen elaine eleanor elena elif elisa elisabeth eliza elizabeth ella ellen elsa
    elsie emilia emily emma erica erika erin erna esperanza ester esther ethel eugenia eunice eva eve evelyn ewa
    farah fatima fatimah fatma fatou faye federica felicia fiona flora florence folake fran frances francesca
    frieda gabriela gabriella gabrielle gail galina gemma genevieve georgia geraldine gertrude gillian gina
    ginger gisela giulia gladys gloria golda grace graça greta gretchen gretel gro guadalupe gudrun gwen hala
    halima hana hanan hanna hannah harriet hazel heather heba heidi helen helena helene helga heloísa henrietta
    hilary hillary hind hoda huda ida ilaria ileana ilse imelda indira ing-wen inga ingeborg ingrid inès inés
    irena irene irina iris iryna isabel isabella isabelle ivana ivanka ivy jacinda jacqueline jacquelyn jamila
    jana jane janet janice jeanette jeanne jeannie jelena jen jenna jennifer jenny jessica jihan jill jo joan
    joanna joanne jocelyn johanna josefina josephine joyce juanita judi judith judy julia juliana julie juliet
    juliette jóhanna kamala kara karen karin karina kasia kate katherine kathie kathleen kathryn kathy katie
    katrina katrín katya kayla keiko kellyanne khadija kimberly kirsten krista kristen kristin kristina kristine
    lakshmi lara larisa latisha laura lauren laurie layla leah leila lena leni leonora leticia leyla lidia lila
    lilian liliana lillian lily lina linda lindiwe lisa liz liza lois lola lorena loretta lori lorraine louise
    lourdes lucia luciana lucy ludmila luisa luz lydia lynette lynn lynne lyudmila mabel madeleine madison mae
    magdalena maggie maha malala mamata manal mandy manuela mara marcela marcella marcia margaret margarita
    margot marguerite maria mariam mariama mariana marianne marie marilyn marina marine marion marisa marissa
    marjorie marlene marta martha mary maryam masih mathilde matilda maud maureen maxine maya małgorzata megan
    megawati melania melanie melinda melissa mercedes mette michele michelle mildred millicent mina miranda
    mireille mireya miriam moira mona monica monique myra nabila nada nadezhda nadia nadine nancy naomi nasrin
    natalia natalie natasha nathalie nawal neha nell nellie ngaire ngozi nicole nikki nina nisha nomvula noor
    nora norma nuria odette odile oksana ola olena olga olha olivia ophelia paige pam pamela park patience
    patricia patrizia patty paula paulette pauline peggy penelope penny petra phoebe phumzile phyllis pilar
    polina priscilla priya priyanka rachel raisa ramona rana rania raquel rasha rebecca reem regina renata renee
    rhonda rima rita roberta robyn rochelle rocío rodaba rosa rosalind rose rosemarie rosemary rosie roxanne
    rula ruth sabine sabrina sadia sahar sakura sally salma samantha samar samia samira sandra sanna sara sarah
    selma serena shana sharon sheila shelley sherry sheryl shirin shirley silvia simone siobhan siân sofia sofía
    sonia sonya sophia sophie soraya stacy stefania stella stephanie sue sujata susan susana susanna sushma
    suzanne svetlana svitlana sylvia tabitha tamar tamara tammy tania tanya tara tatiana tawakkol teresa tessa
    thelma theresa thuli tiffany tina tracy trudy tsai una ursula valentina valeria valerie vanessa vera verna
    veronica verónica vicky victoria viktoria viola violet violeta virginia vivian wangari wanjiru wendy whitney
    wilhelmina wilma winnie xenia xiomara yael yasmin yelena ylva yoko yolanda yulia yuliya yuriko yvette yvonne
    zahra zainab zeinab zelda zhanna zoe zoya zuzana""".split()
)
