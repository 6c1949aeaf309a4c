"""Frequent given names that tell a woman from a man, across cultures.

Written for this product, and kept small on purpose: honorifics, roles and nearby pronouns decide first. A name that
is common for both (Jordan, Alex, Jean, Andrea, Nour) is in neither list.
"""

MALE = frozenset(
    """aaron abdel abdelaziz abdi abdul abdulaziz abdullah abdulrahman abel abraham abu adam adel adnan adrian ahmad ahmed
    akira akram alan albert alberto aldo alejandro aleksandr alexander alexandre alexei alexey alfred alfredo ali alistair
    ammar amir anatoly anders andreas andrei andrew andrey andrzej andrés angus anil anthony antoine anton antonio antony
    antónio anwar arjun armando arnold arthur arturo ashraf ayman aziz bachir barack barry bart bashar bassam ben benedict
    benjamin bernard bernardo bill björn bob boris boutros brad brendan brett brian bruce bruno bryan burak carlo carlos
    carsten cedric charles chad chen chidi christian christopher chuck clarence claudio clement cliff colin craig dan daniel daniele
    danilo dave david dean denis dennis derek desmond didier diego dieter dimitri dirk dmitri dmitry dominic donald doug
    douglas dwayne eamon earl ed eddie edgar edmund eduardo edward edwin eli elias emil emilio emmanuel enrico enrique eric erik ernest
    ernesto erwin esteban ethan eugene evan evgeny fabio fadi faisal farid federico felipe felix ferdinand fernando filip
    florian francesco francis francisco francois frank franklin franz françois fred frederick fuad gabriel gareth gary gavin
    geoffrey georg george georges georgi gerald gerard gerhard giacomo gilbert giorgio giovanni giulio giuseppe glenn gordon
    graham greg gregory guido guillermo gustavo guy habib hamid hamza hans harald harold harry harvey hasan hashim hassan
    heinrich heinz helmut henri henrik henry herbert hermann hiroshi howard hugh hugo husain hussain hussein ian ibrahim igor ilya
    imran isaac ismail ivan jack jacob jacques jaime jake jakob jamal james jan jared jason javier jay jeff jeffrey jens jeremy
    jerome jerry jesús jim jimmy joachim joaquín joe joel johan johannes john johnny jon jonas jonathan jorge josef
    joseph josh joshua josé juan julian julien julio julius junichi jürgen kamal karim karl kareem keith ken kenji kenneth kevin khaled
    khalid khalil klaus kofi konstantin kumar kurt kwame kyle lars laurent lawrence lee leo leon leonard leonardo leonid leopold lloyd
    lorenzo lou louis luca lucas luigi luis luiz lukas luke mahdi mahmoud malcolm malik manuel marc marcel marcelo marco marcos marcus
    mariano mario mark marko markus martin marvin marwan massimo mateo matteo matthew matthias matt maurice mauricio mauro max
    maxim maxime mehdi mehmet michael michel miguel mihail mike mikhail milan milos miroslav mitchell mitt mohamad mohamed mohammad
    mohammed mohsen moses mohandas muhammad muhammadu musa mustafa nabil nadir nasser nathan nathaniel ned neil nelson
    newt nicholas nick nicola nicolas nicolás nigel nikita niklas nikola nikolai nikolay noah norman olaf oleg oliver olivier olumide omar
    oscar osama osman otto owen pablo paolo pascal patrick paul paulo pavel pedro per pete peter petr petro phil philip
    philippe pierre pieter piotr qasim rafael rahul raj rajesh ralph ramón ramzi rand randy rashid raul raymond raúl reince reinhard rene
    renato ricardo riccardo richard rick riyad rob robert roberto rodrigo rodrigo roger roland rolf roman ronald ron ross rowan roy ruben
    rudolf rudy rui rupert russell ryan saad saddam saeed said salah saleh salem salim salvador salvatore samir samuel sanjay santiago
    satoshi saul scott sean sebastian sebastián sepp serge sergei sergey sergio seth shane shaun shinzo sidney simon slobodan stan staffan stefan stefano stephan
    stephen steve steven stuart sultan suresh sven tariq tayyip ted terence terry theodore theo thierry thomas tim timothy toby todd tom
    tomas tommaso tommy tony tomás trevor tyler ulrich umar umberto vaclav valery vasily viktor vikram vincent vincenzo vitaly vittorio vlad
    vladimir volodymyr waleed walid wallace walter warren wayne werner wilhelm will willem william wolfgang xavier yasser yasin yevgeny yitzhak
    youssef yuri yusuf zachary zaid zakaria zayd zbigniew ziad zoran ángel émile óscar tariku tesfaye abebe haile kagiso sipho thabo
    jacinto oluwaseun babatunde chukwuma emeka ikechukwu nnamdi sani bakari juma kamau otieno baraka hiroto takashi kenta yuki ichiro
    jinping keqiang jintao ki-moon jae-in jong-un narendra manmohan arvind amit deepak ashok vijay rohan kiran anwar joko prabowo rodrigo
    benigno ferdinand nguyen""".split()
)

FEMALE = frozenset(
    """abigail ada adela adriana agnes agnieszka aicha aisha alena alessandra alexandra alice alicia alina alison
    allison amal amanda amelia amina amira amneh amy ana anastasia angela angelica angelina anita anja ann anna anne annette
    annie anneli antonella antonia april asma astrid audrey ayesha aysha azra barbara beatrice beatriz becky belinda benazir bernadette
    beth betsy betty beverly bianca birgit bonnie brenda bridget brigitte britta camila camille candace carla carly carmen carol
    carole carolina caroline carolyn catalina catherine cathy cecilia celia charlotte chelsea cheryl chiara chimamanda christina christine cindy
    claire clara claudia colette colleen condoleezza constance consuelo cora cristina crystal cynthia dagmar daisy dalia daniela danielle daphne
    dawn deborah debbie debra delia denise diana diane dilma dina dolores donatella donna doris dorothy edith eileen elaine elena eleanor elif
    elisa elisabeth eliza elizabeth ella ellen elsa emilia emily emma erica erika erin esperanza esther ethel eva eve evelyn farah
    fatima fatimah fatma federica fiona flora florence fran frances francesca gabriela gail galina gemma genevieve georgia geraldine gertrude
    gillian gina ginger giulia gladys gloria golda grace greta gretchen guadalupe gwen hala hana hanan hanna hannah harriet heather
    heba heidi helen helena helene helga hilary hillary hind hoda huda ida ilaria ilse imelda inès inés inga ingrid irena irene irina
    iris isabel isabella isabelle ivana ivanka jacqueline jacinda jamila jana jane janet janice jeanette jeanne jelena jen jenna jennifer
    jenny jessica jill jo joan joanna joanne johanna josephine joyce juanita judith judy julia juliana julie juliet karen karin karina
    kate katherine kathleen kathryn kathy katie katrina katya kayla kellyanne khadija kirsten krista kristen kristin kristina lara larisa laura
    lauren laurie layla leah leila lena leticia lidia lila lilian liliana lillian lily lina linda lisa liz liza lois lola loretta lorraine
    louise lourdes luciana lucia lucy ludmila luisa luz lydia lynn lyudmila mabel madeleine maggie maha malala mandy manal manuela marcela
    marcia margaret margarita margot maria mariam mariana marianne marie marina marine marion marisa marissa marjorie marlene marta martha
    mary maryam matilda maureen maxine maya megan melania melanie melinda melissa mercedes michele michelle mildred mina miranda miriam
    mireille moira mona monica monique nabila nada nadia nadine nancy naomi natalia natalie natasha nathalie neha nicole nikki nina
    nisha noor nora norma nuria odile ola olena olga olivia ophelia paige pamela park patience patricia patrizia patty paula paulette pauline
    peggy penelope penny petra phyllis pilar polina priscilla priya rachel raisa ramona rana rania raquel rasha rebecca reem regina renata renee rhonda
    rima rita roberta robyn rocío rodaba rosa rosalind rose rosemary rosie ruth sabine sabrina sadia sahar salma samantha samira sandra sara
    sarah selma serena sharon sheila sherry shirin shirley siân silvia simone siobhan sofia sofía sonia sonya sophia sophie soraya stefania stella
    stephanie sue sujata susan susana susanna suzanne svetlana sylvia tamara tammy tania tanya tara tatiana teresa tessa theresa tiffany tina tracy
    ursula valentina valeria valerie vanessa vera veronica victoria viktoria viola violet virginia vivian wangari wendy whitney wilhelmina
    winnie yasmin yelena yolanda yulia yvette yvonne zahra zainab zeinab zhanna zoe zoya zuzana ngozi wanjiru amara chioma folake adaeze nomvula lindiwe
    akosua abena fatou aminata mariama awa sakura yoko keiko akiko aung priyanka sonia indira sushma mamata anjali lakshmi
    kamala megawati leni corazon gloria cory jihan""".split()
)
