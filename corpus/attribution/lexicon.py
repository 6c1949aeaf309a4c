"""Closed lists of words about people and bodies: titles, roles, kinds of bodies, function words. All lower case.

Written for this product. A list only has to be good enough for its use: each is one clue among several.
"""

from __future__ import annotations

# Before a name; what they tell about gender ("" nothing). Never part of the name.
HONORIFICS = {
    **dict.fromkeys("mr mister sir lord monsieur señor herr signor sayyid".split(), "m"),
    **dict.fromkeys("mrs ms miss lady dame madam madame mme señora frau signora begum daw".split(), "f"),
    **dict.fromkeys("dr prof hon rt right honourable honorable messrs mx sri shri excellency he hh".split(), ""),
}
# Shortened titles, and what they stand for.
TITLES = {
    "gen": "general", "col": "colonel", "lt": "lieutenant", "maj": "major", "brig": "brigadier", "capt": "captain",
    "cpt": "captain", "cmdr": "commander", "adm": "admiral", "sgt": "sergeant", "cpl": "corporal", "pvt": "private",
    "sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative", "gov": "governor",
    "pres": "president", "rev": "reverend", "fr": "father", "amb": "ambassador", "supt": "superintendent",
    "insp": "inspector", "det": "detective", "prof": "professor", "atty": "attorney", "sec": "secretary",
    "pm": "prime minister", "vp": "vice president", "ag": "attorney general", "ceo": "chief executive",
    "mp": "lawmaker", "mep": "lawmaker", "cllr": "councillor", "ald": "alderman", "spc": "soldier", "pfc": "private",
}  # fmt: skip

_MEN = """
    chairman spokesman congressman businessman policeman king prince emperor sheikh emir sultan pope bishop
    archbishop cardinal imam ayatollah monk priest rabbi pastor mullah father husband son brother grandfather
    uncle nephew widower boyfriend fireman gunman salesman serviceman councilman assemblyman newspaperman
    fisherman actor waiter grandson man boy gentleman statesman cameraman alderman nobleman frontman tribesman
    clergyman ombudsman baron duke"""
_WOMEN = """
    chairwoman spokeswoman congresswoman businesswoman policewoman queen princess empress nun mother wife daughter
    sister grandmother aunt niece widow girlfriend actress waitress councilwoman assemblywoman woman girl lady
    heroine granddaughter camerawoman noblewoman duchess countess baroness midwife housewife stewardess"""
_EITHER = """
    academic accountant activist adjutant administrator admiral advertiser adviser advisor advocate aide ambassador
    analyst anchor anchorman announcer archaeologist architect artist aspirant assistant associate astronaut
    athlete attacker attorney author backer banker billionaire biologist blogger boss brigadier broker builder
    bureaucrat candidate captain carpenter cashier champion chancellor chaplain chef chemist chief child cleric
    clerk coach coauthor co-author co-chair co-chairman co-founder co-owner cofounder colleague collector
    colonel columnist commander commandant commentator commissioner companion comptroller comrade conductor
    constable consul consultant contender contractor convener cook coordinator co-ordinator coroner corporal
    correspondent councillor councilor counsel counsellor counselor critic curator defector defendant delegate
    demographer demonstrator deputy designer detainee detective developer diplomat director dissident doctor
    donor driver ecologist economist editor educator elder employee employer engineer entrepreneur envoy
    epidemiologist ethicist evacuee executive expert fan farmer father-in-law fellow fighter financier
    firefighter forecaster founder friend frontrunner front-runner fundraiser general geologist governor
    graduate guard guest guide head headteacher hero historian host hostage hunter incumbent informant insider
    inspector instructor insurgent interpreter intern investigator investor jihadist journalist judge jurist
    juror justice keeper labourer laborer landlord lawmaker lawyer leader lecturer legislator liaison librarian
    lieutenant linguist lobbyist magistrate magnate major manager marshal mastermind mayor mediator medic member
    mentor merchant meteorologist migrant militant millionaire miner minister moderator mogul musician native
    negotiator neighbour neighbor neurologist newcomer nominee novelist nurse observer officer official
    operative operator opponent organiser organizer owner painter paramedic parent parliamentarian participant
    partner passenger patient patriarch peacekeeper pediatrician philosopher photographer physician physicist
    pilot player poet politician pollster postmaster premier presenter president principal prisoner private
    producer professor programmer prosecutor protester protestor provost psychiatrist psychologist publicist
    publisher pundit rapporteur realtor rebel recruiter referee refugee relative reporter representative rescuer
    researcher resident rival runner sailor scholar scientist screenwriter secretary secretary-general senator
    sergeant shareholder sheriff shopkeeper singer skipper sociologist soldier solicitor speaker specialist
    spokesperson sponsor staffer star statistician steward storekeeper strategist student superintendent
    superdelegate supervisor supporter surgeon surrogate survivor suspect teacher technician teenager theologian
    theorist therapist tourist trader trainer translator treasurer trustee tutor tycoon undersecretary user
    veteran vet vicar viceroy victim viewer villager visitor volunteer voter warden warlord watchdog
    whistleblower winner witness worker writer youth youngster zoologist ceo cfo coo cto mp mep msp mla vp pm ag
    chair chairperson president-elect prime-minister vice-president vice-chair vice-chairman person individual
    citizen customer commuter bystander onlooker heckler caller attendee commenter cousin sibling spouse fiancé
    in-law grandchild poster respondent self-described source tweeter newsman pioneer republican democrat
    conservative liberal socialist communist muslim christian jew kurd
    filmmaker recorder registrar assessor newscaster golfer boxer footballer goalkeeper striker midfielder rapper
    comedian dancer composer docker dockworker trucker herder shepherd plumber electrician mechanic welder ferryman
    """
# Roles, and what they tell about gender.
ROLES: dict[str, str] = {
    "del.": "",  # a delegate, with its stop: "del Toro" is a name
    **dict.fromkeys(_EITHER.split(), ""),
    **dict.fromkeys(_MEN.split(), "m"),
    **dict.fromkeys(_WOMEN.split(), "f"),
}
# Roles that are adjectives as often.
CREEDS = frozenset("republican democrat conservative liberal socialist communist muslim christian jew kurd".split())
# A role that others may be called by: "the lawmaker" is a senator, "the official" nearly anybody in office.
WIDER = {
    "lawmaker": "senator representative congressman congresswoman mp parliamentarian legislator deputy councillor",
    "legislator": "senator representative congressman congresswoman mp lawmaker deputy",
    "official": "minister secretary director commissioner officer spokesman spokeswoman spokesperson deputy chief "
    "undersecretary administrator governor mayor aide head",
    "leader": "president chairman chairwoman chair chief head premier chancellor commander boss founder speaker",
    "chief": "director head commissioner commander chairman chairwoman executive chair secretary-general",
    "head": "director chief chairman chairwoman president chair",
    "chair": "chairman chairwoman chairperson", "chairman": "chair", "chairwoman": "chair",
    "spokesman": "spokesperson", "spokeswoman": "spokesperson", "spokesperson": "spokesman spokeswoman",
    "minister": "premier secretary", "premier": "minister", "congressman": "representative",
    "congresswoman": "representative", "officer": "policeman policewoman captain lieutenant sergeant colonel major",
    "commander": "general colonel captain admiral major brigadier", "general": "commander",
    "politician": "senator representative governor mayor minister congressman lawmaker president candidate",
    "diplomat": "ambassador envoy consul", "envoy": "ambassador diplomat representative", "ambassador": "envoy",
    "lawyer": "attorney solicitor counsel", "attorney": "lawyer counsel", "doctor": "physician surgeon paediatrician",
    "physician": "doctor", "researcher": "scientist professor author analyst economist biologist",
    "scientist": "researcher professor biologist physicist chemist", "academic": "professor lecturer scholar",
    "expert": "professor analyst researcher economist", "executive": "ceo chief president director chairman",
    "candidate": "nominee frontrunner front-runner hopeful contender", "nominee": "candidate",
    "frontrunner": "candidate nominee", "front-runner": "candidate nominee", "adviser": "aide advisor strategist",
    "advisor": "aide adviser strategist", "aide": "adviser advisor assistant", "cleric": "imam bishop priest pope "
    "archbishop cardinal ayatollah sheikh pastor", "soldier": "sergeant corporal private lieutenant captain",
    "businessman": "tycoon magnate mogul billionaire entrepreneur owner executive ceo",
    "billionaire": "businessman magnate mogul tycoon", "magnate": "businessman billionaire mogul tycoon",
    "mogul": "businessman billionaire magnate tycoon", "tycoon": "businessman billionaire magnate mogul",
    "journalist": "reporter correspondent editor columnist", "reporter": "journalist correspondent",
    "parent": "father mother", "judge": "justice magistrate",
}  # fmt: skip

# Adjectives that belong to a role: "former", "acting".
RANKING = frozenset(
    """former then ex senior top chief longtime long-time veteran retired united appointed elected leading acting
    outgoing incoming commanding managing visiting sitting ruling presumptive likely current new late deputy
    assistant associate interim self-proclaimed so-called presumed would-be one-time onetime""".split()
)
# What ministries and committees are for: "Minister of Health", "Council on Foreign Relations".
FIELDS = frozenset(
    """affairs health defence defense finance foreign education justice trade labour labor agriculture energy
    environment transport interior security treasury state commerce culture tourism industry information
    communications house exchequer children women youth sport sports science technology relations development
    housing water works""".split()
)

# The last word of the name of a body, or the head noun of a description of one.
ORGANISATIONS = frozenset(
    """academy administration agency airline airlines airport alliance ambulance army assembly association authority
    authorities bank battalion board body brewery brigade brigades broadcaster brotherhood bureau business
    cabinet camp campaign caucus center centre charity church clinic club coalition college command commission
    committee community company conference confederation congress consortium constabulary consulate convention
    cooperative corp corporation corps council country county court crew delegation department directorate
    diocese division embassy enterprise enterprises establishment exchange factory faction federation firm fleet
    force forces foundation front fund garrison government group guild headquarters holdings hospital house
    household inc industries initiative inspectorate institute institution insurer intelligence international
    junta jury kremlin laboratory league lab llc ltd manufacturer maker mill militia ministry mission mosque
    movement municipality museum nation navy network ngo observatory office opposition order organisation
    organization pac palace panel parliament partners partnership party patrol police plc politburo port
    presidency prosecution project railway railways regime regiment registry regulator residency resistance
    restaurant retailer school secretariat senate service services shura side society squad staff state studio
    subcommittee subsidiary sultanate syndicate synod system taliban taskforce team think-tank treasury tribunal
    troops union unit university utility vatican venture watchdog watch wing workshop world yard
    chamber assembly senate nations terminals terminal ports docks haulage freight transport farms mines mining
    ferries studios labs capital
    securities properties estates hotels stores supermarkets
    hydro energy electric power oil gas petroleum steel motors airways telecom systems technologies solutions
    logistics
    pharma pharmaceuticals foods shipping lines insurance daesh da'esh hezbollah hizbullah hizbollah hamas fatah qaeda
    qaida al-qaeda al-qaida al-shabaab peshmerga houthis haram
    """.split()
)
OUTLETS = frozenset(
    """reuters ap afp upi bbc cnn nbc abc cbs msnbc npr pbs fox xinhua tass itar-tass interfax ria sana irna fars isna
    anadolu dpa ansa efe kyodo yonhap pti bloomberg politico breitbart buzzfeed politifact vox slate axios huffpost
    twitter facebook youtube instagram wikinews wikipedia guardian telegraph times post tribune herald gazette journal
    news newspaper newspapers magazine daily weekly chronicle observer examiner courier dispatch broadcaster
    television tv radio newsroom wire website blog podcast media press mirror inquirer globe sentinel bulletin
    cnbc espn cctv rt sky newsweek time hill intercept atlantic aljazeera jazeera arabiya register ledger
    mercury enquirer standard advertiser echo argus newswire kommersant izvestia pravda asahi mainichi yomiuri
    spiegel bild monde figaro repubblica corriere haaretz journalism show""".split()
)
DOCUMENTS = frozenset(
    """report statement document documents letter memo memorandum filing study paper law bill act treaty agreement
    accord resolution book email emails e-mail message release communique communiqué declaration charter
    constitution indictment complaint lawsuit affidavit ruling verdict order decree article editorial column
    essay analysis review audit assessment bulletin update briefing transcript note files record records cable
    cables data figures statistics census budget plan proposal draft text manifesto platform petition post
    posting tweet tweets ad advertisement video footage film recording tape images photos photographs website
    webpage page poster sign leaflet pamphlet speech interview warrant papers reports statements studies story
    stories item theory paperwork research findings evidence remarks words allegation allegations charge charges
    rhetoric answer minutes documentary movie caption headline notice testimony transcripts manual guide log
    logbook diary""".split()
)
POLLS = frozenset("poll polls survey surveys polling questionnaire".split())
GROUPS = frozenset(
    """people others many some several most few all both those critics residents voters analysts experts opponents
    supporters aides families relatives men women children americans britons russians syrians iraqis israelis
    palestinians kurds democrats republicans conservatives liberals authorities police troops public crowd
    majority minority percent per-cent pair couple trio group team family staff crew population society audience
    elite media press leadership youth millennials latinos latinas hispanics evangelicals independents germans
    egyptians ukrainians iranians turks arabs europeans africans asians""".split()
)

COUNTRIES = frozenset(
    """afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus
    belgium benin bolivia bosnia botswana brazil britain bulgaria burkina burma burundi cambodia cameroon canada
    chad chile china colombia congo croatia cuba cyprus czechia denmark djibouti ecuador egypt eritrea estonia
    ethiopia fiji finland france gabon gambia georgia germany ghana greece guatemala guinea haiti honduras
    hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kosovo
    kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania luxembourg madagascar malawi malaysia
    maldives mali malta mauritania mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal
    netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland
    portugal qatar romania russia rwanda samoa senegal serbia singapore slovakia slovenia somalia spain sudan
    suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey türkiye
    turkmenistan uganda ukraine uruguay us usa uk eu uzbekistan venezuela vietnam yemen zambia zimbabwe england
    scotland wales washington moscow beijing london paris berlin tehran damascus baghdad kabul kyiv kiev ankara
    jerusalem riyadh cairo delhi brussels tokyo pyongyang seoul islamabad tripoli khartoum nairobi abuja
    pretoria rome madrid vienna geneva alabama alaska arizona arkansas california colorado connecticut delaware
    florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan
    minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas
    utah vermont wisconsin wyoming ontario quebec alberta queensland victoria bavaria catalonia kashmir punjab
    sindh aleppo mosul homs idlib raqqa basra donetsk luhansk kharkiv odesa darfur tigray america europe africa
    asia u.s u.k u.s.a u.n u.a.e uae gaza crimea chechnya kurdistan""".split()
)
# Words of places and of other things that are written with a capital and are no one's name.
PLACES = frozenset(
    """north south east west northern southern eastern western central new old upper lower mount mt lake river valley
    island islands province district county city town village street avenue road boulevard square bridge gulf
    sea ocean bay hills hill park strip bank coast border region peninsula desert canal crossing airport stadium
    tower plaza beach forest day week month year summit war games cup olympics prize award championship act bill
    plan treaty agreement accord resolution amendment operation project programme program crisis election
    elections primary caucuses debate convention festival main grand great super supreme national international
    united federal royal free human white black red blue green general foreign european african asian american
    british french german russian chinese syrian iraqi iranian turkish israeli palestinian arab kurdish afghan
    pakistani indian japanese korean ukrainian egyptian saudi lebanese jordanian libyan yemeni canadian
    australian mexican brazilian spanish italian greek dutch swedish polish muslim islamic christian jewish
    catholic sunni shia shiite republican democratic conservative liberal labour social socialist communist
    states state kingdom republic emirates federation security defence defense finance interior health
    education justice trade affairs relations rights cross crescent wall capitol pentagon hall medal internet
    web wiki english latin puerto san santa los las saint fort port christmas easter ramadan gmt est edt god
    lord bible koran quran covid covid-19 image photo video file read share sources category
    categories update""".split()
)

CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december jan feb aug sept oct nov dec""".split()
)

FUNCTION = frozenset(
    """a an the this that these those there here he she it we they i you his her its their our my your him them us me
    who whom whose which what when where why how if whether in on at by for from with to as after before while
    whoever whichever whatever whenever wherever whereas
    since until although though because but and or nor so yet of off into onto upon over under about above
    across against along among around behind below beneath beside besides between beyond despite down during
    except inside like near out outside past per through throughout toward towards up within without via versus
    vs however meanwhile also then now not no yes never ever always often still even just only very too much
    many most more less least some any all both each every either neither another other others such same one two
    three four five six seven eight nine ten first second third last next several few earlier later again
    already almost once twice perhaps maybe rather quite instead indeed moreover furthermore nevertheless
    nonetheless additionally finally recently today yesterday tomorrow tonight currently previously separately
    similarly thus hence therefore otherwise elsewhere afterwards afterward overall apparently reportedly
    allegedly is are was were be been being am has have had having do does did doing done can could may might
    must shall should will would let lets according asked speaking writing citing given regarding concerning
    including excluding well oh ok okay please thank thanks good great dear sure right than amid unlike himself
    herself itself themselves myself it's he's she's they're we're i'm that's there's don't isn't what's who's
    let's i've we've didn't doesn't won't can't nearly roughly approximately""".split()
)
PARTICLES = frozenset(
    """
    al el ul ad as de del della di da dal do dos das du des la le van von der den ter ten bin ben ibn bint abu zu zum
    af st y e
    """.split()
)
# Only these may open a name by themselves ("envoy de Mistura"); "la", "as" or "ben" could be anything.
OPENING_PARTICLES = frozenset("al el de del della di da du dos van von bin ibn abu".split())
SUFFIXES = frozenset("jr sr ii iii iv".split())
POSTNOMINALS = frozenset("am mp qc kc obe mbe cbe ms mla msp mep md phd esq mbbs td".split())

PERSONAL = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
SECOND_PERSON = frozenset("you your yours".split())
PLURAL = frozenset("they them their theirs themselves".split())
NEUTER = frozenset("it its itself".split())
PRONOUNS = PERSONAL.keys() | FIRST_PERSON | SECOND_PERSON | PLURAL | NEUTER | {"who", "whom", "which", "whose"}
