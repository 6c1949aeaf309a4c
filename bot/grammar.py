"""The grammar of questions: which forms there are, and the words that tell them apart. intents.py applies it.

Chat language is forgiven: small letters, no marks, "whats", "u".
"""

from __future__ import annotations

import re
from typing import Literal

from corpus.types import Polarity

Kind = Literal[
    "who_said",  # anybody's words; with a polarity "who denied ...", "who declined to comment"
    "what_said",  # somebody's words
    "did_say",  # a verdict
    "fact",
    "when_said",
    "where_said",
    "compare",  # the words of several, side by side
    "change",  # what somebody said, in time order
    "first",
    "latest",
    "who_speaks",  # a table of speakers
    "about",  # what anybody says about somebody or something
    "unnamed",  # the words of sources without a name
    "exact",  # words to be found to the letter
    "source_of",  # the chain behind a claim
    "reports",  # which reports there are
    "in_report",  # the statements of one report
    "more",  # the next of what was shown
]

AUX = r"(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could|should)(?:n['’]?t)?"
BE = r"(?:is|are|was|were)"
ON = r"(?:on|about|over|regarding|re|concerning|towards?|abt)"
ASKS = rf"(?:who|whose|whom|what|which|when|where|why|how|{AUX})"
_PEOPLE = (
    r"(?:people|folks|others|every(?:one|body)|any(?:one|body)|the (?:reports|papers|press|media|articles)"
    r"|the (?:public|world))"
)
_SAID = r"(?:speaks?|spoke|spoken|talk(?:s|ed|ing)?|comment(?:s|ed|ing)?|weigh(?:s|ed)? in|quoted|cited|interviewed)"
_REPORT = r"(?:reports?|articles?|stor(?:y|ies)|coverage|pieces?)"
_QUOTE = r"(?:statements?|quotes?|quotations?|comments?|remarks?|words?)"
_VIEW = r"(?:minds?|positions?|views?|tune|line|stance|story|tone|version|opinions?|attitudes?)"
_TAKE = (
    r"(?:reactions?|responses?|repl(?:y|ies)|answers?|views?|opinions?|take|stance|position|line|reasoning|reasons?"
    r"|arguments?|explanation|excuse|advice|gripes?|complaints?|comeback|criticisms?|claims?|pledges?|promises?"
    r"|demands?|warnings?|message|thoughts|accounts?|versions?|defen[cs]e|verdict|assessment|attitude|feelings"
    r"|plan for)"
)
WORDS = rf"(?:{_QUOTE}|{_TAKE})"  # what somebody has who says something
_TELL = r"(?:say|says|said|tell|tells|told|think|thinks|thought|feel|feels|felt)"
_PLACE = (
    r"(?:programme|program|show|interview|speech|rally|event|forum|meeting|hearing|occasion|place|town|city|channel"
    r"|station)"
)
_PAPER = r"(?:paper|newspaper|magazine|outlet|article|country)"  # one that says something is no place
_FIGURE = r"(?:figures?|numbers?|counts?|tolls?|estimates?|statistics?|percentages?|polls?)"

# What only says which of the statements are wanted, or in what order; the rest of the question tells whose and on what.
# Most stand before a word of saying.
_SAYS = (
    rf"(?:say(?:s|ing)?|said|spoke|speak|talk\w*|mention\w*|reported|claim\w*|announc\w*|rais\w+|{WORDS}|hear\w*"
    r"|den\w+|call\w*|warn\w*|suggest\w*|admit\w*|tell|told|promis\w*|accus\w*|blam\w*|demand\w*|known|thing|word"
    r"|tweet\w*)"
)
_TIMED: tuple[tuple[Kind, str], ...] = (
    ("first", rf"\b(?:the |very )*(?:first|earliest) (?:ever )?(?={_SAYS}\b)|\bfor the (?:very )?first time\b"
              rf"|(?:(?<=\bsay)|(?<=\bsaid)) first(?= (?:that|about|on|of)\b|$)"
              rf"|\binitially (?={_SAYS}\b)|\bsince when\b"
              r"|(?<=^who) (?:was|is|were) the first(?: person| one)?(?: to)?\b"
              r"|(?<=^who) (?:was|is) first(?: to)?\b"),
    ("latest", rf"\b(?:the )?(?:latest|newest|most recent|current) (?={_SAYS}\b)|\bmost recently\b|\bthese days\b"
               rf"|\b(?:the )?last (?={_SAYS}\b)|(?<=saying) now\b|(?<=say) now\b|\bright now\b"
               r"|(?<=\w) (?:latest|currently)$"
               r"|(?<=\bsay) (?:later(?: on)?|afterwards)\b(?! (?:than|that)\b)"),
    ("change", r"\bover time\b|\bfrom report to report\b|\btimeline (?:of|for)\b|\bbefore and after\b"
               rf"|\b(?:changing|shifting|evolving) (?={_SAYS}\b)"),
)  # fmt: skip
TIMED = tuple((kind, re.compile(form, re.I)) for kind, form in _TIMED)

# The forms. Groups: who (whose words), topic, rest (subject, verb and topic still to be parted), role (a noun that
# must be a person's).
_GRAMMAR: tuple[tuple[Kind, str], ...] = (
    # 1. what has a form of its own
    ("more", r"^(?:and )?(?:(?:(?:show|tell|give)(?: me)? |any(?:thing)? |any |some |see )?(?:more|else|others?)"
             rf"(?: (?:please|pls|results?|answers?|(?:of|about|on) (?:that|this|it|those|these)|{_QUOTE}))*"
             r"|next(?: (?:page|ones?))?|go on|keep going|continue|what else|the rest)$"),
    ("exact", r"^(?:where|(?:in )?wh(?:ich|at) report) .{0,20}\b(?:this|that|the(?: following)?)"
              r" (?:quote|line|sentence)"),
    ("source_of", r"^(?:the |your )?sources?$|\b(?:sources?|origin|basis) (?:of|for|behind)\b"
                  rf"|^(?:where|who) (?:does|did|do) (?P<topic>.*\b(?:{_FIGURE}|claims?|stor(?:y|ies)|rumou?rs?"
                  rf"|information"
                  r"|\d[\d,.]*)\b.*) come from$"
                  r"|^(?:who|where) (?:gave|got) .*\b" + _FIGURE + rf"\b|^whose {_FIGURE}\b"
                  rf"|^where {AUX} .+ (?:get|got|have) (?=.*\b{_FIGURE}\b)|^how {AUX} (?:we|they|.{{2,30}}) know\b"
                  rf"|^(?:on )?what {BE} .+ based\b|^where {BE} .+ from$"),
    ("unnamed", r"\b(?:anonymous|unnamed|unidentified|undisclosed)(?:ly)?\b|\bof anonymity\b"),
    ("unnamed", r"\bnot (?:to be |been )?named\b|\b(?:sources?|insiders?) (?:close to|familiar with|said|say|claim)\b"
                r"|\b(?:person|people|officials?|someone|somebody) (?:close to|familiar with|briefed on)\b"),
    ("in_report", rf"\b(?:{_QUOTE}|speakers?|quoted|speaks?|who said what|what {BE} said)\b.* (?:in|from)"
                  r" (?:the |this |that )?(?:latest |last )?(?:report|article|story|piece)\b"),
    ("in_report", r"^(?:what (?:does|did|do) |what is in |summari[sz]e |(?:give me )?(?:a |the )?(?:summary"
                  r"|contents?|gist) of )"
                  r"(?:the |this |that )(?:latest |last |newest )?(?:report|article|story|piece)\b"
                  r"(?: says?$| tells?(?: us)?$|$|(?= (?:on|about|from|of|by)))"),
    ("reports", rf"^(?:(?:list|show|find|any|all|are there|is there|how many|recent|news)\b.{{0,20}})?"
                rf"(?:which |what |the |latest |newest |last |news )*{_REPORT}\b"),
    ("reports", r"^what (?:do|have|did) (?:you|u|we) (?:have|got|know|find)|^(?:do|have) (?:you|u) (?:have|got)\b"
                r"|^(?:(?:have|do) you )?got (?:any(?:thing)?|something)\b"),
    ("who_speaks", rf"^who(?: all| else)? (?:has |have |had |{BE} )?(?:been )?{_SAID}\b(?: (?:the )?most\b)?"
                   r"(?! (?:to|saying|as)\b)|^(?:list )?(?:the |all |top |main )*speakers\b|^most quoted\b"),
    ("who_speaks", rf"^(?:(?:a )?list of |which |how many |all |every)?(?:the )?(?:people|persons?|ones?|one"
                   rf"|those|body)"
                   rf" (?:who |that )?(?:has |have )?{_SAID}\b|^who (?:has|have|holds?) (?:an? |any )?{_VIEW}\b"),
    ("who_speaks", r"^who (?:is|are) (?:the )?(?:main |leading |loudest |most )*(?:voices|speakers|sources"
                   r"|people quoted)"
                   r"(?: (?:on|about|in|for))?\b"),
    ("who_speaks", rf"^how (?:often|many times) (?P<rest>.+\b(?:{_SAID}|say|said|mention(?:s|ed)?)\b.*)"),
    ("change", rf"^(?:how {AUX}|{AUX}) (?P<who>.+?)(?:['’]s?)? {_VIEW} (?:{ON}|of) (?P<topic>.+?)"
               r" (?:chang|evolv|shift|soften|harden)\w*(?P<more>.*)"),
    ("change", rf"^how {AUX} (?P<who>.+?)['’]s? {_VIEW} (?:chang|evolv|shift|soften|harden)\w*(?P<more>.*)"),
    ("change", rf"^(?:how {AUX}|{AUX}) (?P<who>(?:(?!{_TELL}\b).)+?) (?:ever )?(?:chang\w+|reverse\w*|contradict\w*"
               rf"|soften\w*|harden\w*|flip-?flop\w*|flip flop\w*)(?: (?:his|her|their|its|the|(?:him|her|it)self"
               rf"|themselves))?(?: {_VIEW})?(?: (?:{ON}|of))?(?P<topic>.*)"),
    ("change", r"\bflip-?flop|\bback(?:track|pedal)|\bu-turn"),
    ("change", rf"\bstill (?:say|think|insist|claim|believe|want|den)|^{AUX} .+ (?:go|gone|went) back on"),
    ("first", r"^(?:when|where|what day|who|what) .*\bfirst (?:time|say|said|speak|spoke|talk|mention|claim|den|announc"
              r"|call|warn|suggest|admit|raise|tell|told)"),
    ("first", rf"^who {_SAYS} .+ first$"),
    ("first", r"^(?:the )?(?:first|earliest) (?:statement|mention|time)\b"),
    ("latest", rf"^(?:what {BE} )?(?:the )?(?:latest|newest|most recent)(?: \w+)? (?:from|by|of) (?P<who>.+?)"
               rf"(?: {ON} (?P<topic>.+))?$"),
    ("latest", rf"^(?:what(?: {BE})? |any )?(?:the )?(?:(?:latest|newest|most recent)\b"
               r"|(?:final|current) (?=(?:death )?(?:number|count|total|toll|tally)\b))"
               r"|^what is (?:new|happening|going on)\b(?: with\b)?"
               r"|^(?:any )?(?:updates?|news) (?:on|about|from)\b|\b(?:last|most recently) (?:say|said|speak|spoke)"),
    ("compare", r"^(?!(?:who|whose|which|when|where|how (?:many|much))\b[^,:]* (?:vs\.?|versus) )"
                r".*\b(?:vs\.?|versus)(?= )|^(?:compare|contrast)\b|^(?:what (?:is|are) )?(?:the |any )?"
                rf"(?:differen(?:ces?|t)|conflicting|contradict\w+|disagreements?)\b(?: between\b| {_VIEW}\b)?"
                r"|^how .+ (?:differs?|compares?)\b|^where .+ (?:dis)?agree\b|^do .+ and .+ (?:dis)?agree\b"),
    ("compare", rf"^(?:what|how|where) {AUX} .{{0,60}}?\b(?:both|each|sides)\b|^both sides\b"
                r"|^who (?:says?|said|claims?) (?:what(?! (?:people|every\w+|any\w+|some\w+)\b)|when|how|where)"
                r"|^who (?:is |are )?\w+ (?:whom|who)\b"),
    ("about", rf"^what (?:else )?{AUX} (?:been |being )?(?:said|written|reported|told|claimed)\b"
              rf"|^(?:what|how) {AUX} {_PEOPLE} .*?\b(?:{ON}|of|to)(?= )"),
    ("about", rf"^(?:(?:tell me|talk|anything|something|all|the|what {BE}|public|general|{_QUOTE}|reactions?|opinions?"
              rf"|views?|criticism|praise|thoughts|stuff|info) )+(?:said )?(?:{ON}|to)\b"
              r"|^(?:any |the )?(?:criticism|praise) of\b"),
    ("about", rf"^{_QUOTE}$"),  # "quotes from the Gazette", whose name is taken for a limit
    # 2. who, when, where
    ("what_said", r"^who(?:m|se \w+)? (?:did|does|do|has|have|will|would) (?!(?:been|ever|already|also|not|really) )"
                  r"(?P<rest>.+\b(?:say|said|think|thought|blame"
                  r"|accuse|call|tell|told|want|believe|expect|suggest|warn|thank|claim|mean|name)\w*\b.*)"),
    ("who_said", rf"^(?:whose \w+ {BE} (?:it|this|that)|whose|who|whom|by whom|according to (?:who|whom|which))\b"),
    ("when_said", r"^(?:when|(?:on |since |in |at )?(?:what|which) (?:day|date|year|month|week|time))\b(?: exactly)?"
                  r" (?P<rest>.+)"),
    ("where_said", rf"^(?:where|to whom|(?:at |on |in |to )?(?:what|which)(?: \w+)? {_PLACE}"
                   rf"|(?:in|to) (?:what|which)(?: \w+)? {_PAPER})\b(?: exactly)?"
                   r" (?P<rest>.+)"),
    ("who_said", r"^which (?!(?:percent\w*|share|number|fraction|way|roads?|streets?|part|kind|sort|side|type)\b)"),
    ("who_said", r"^(?:what|the|any) (?P<role>\w+)(?= (?:who |that )?\w+(?:ed|s|d)\b)"),  # "what official bragged ..."
    # 3. somebody's words
    ("what_said", rf"^(?:(?:is|are|was) there |what {BE} |{AUX} .{{0,30}})?(?:any |a |an |the |all |some |direct )*"
                  rf"(?:{WORDS}|anything|something) (?:from|by|of) (?P<who>.+?) (?:to|{ON})(?= )(?P<topic>.+)"),
    ("what_said", rf"^(?:{BE} there |what {BE} )?(?:any |a |the |all |some |direct )*(?:{_QUOTE} (?:from|by|of)"
                  r"|(?:reactions?|responses?|repl(?:y|ies)|answers?|views?|opinions?|positions?|attitudes?|stance) of"
                  rf"|{WORDS} (?:from|by)) (?P<who>.+)"),
    ("what_said", rf"^(?:what {BE} )?(?!how|what|why|{AUX}\b)(?P<who>(?:[^\s,]+ ){{1,5}}?)"
                  rf"(?:(?<=['’]s )\w+ )?{WORDS}(?: (?:to|of|for|against|when|after|{ON})(?= )(?P<topic>.*))?$"),
    ("what_said", rf"^(?:what|how|why)(?: else| exactly)? {AUX} (?P<rest>.+)"),
    ("did_say", rf"^{AUX} (?P<rest>.+)"),
    ("what_said", rf"^(?!(?:how|what|why|in|at|on|total|number|death)\b)(?P<who>[^?]{{2,60}}?) {ON} (?P<topic>.+)"),
)  # fmt: skip
FORMS = tuple((kind, re.compile(form, re.I)) for kind, form in _GRAMMAR)  # the first that fits tells the kind

# What is done in several words, after "who": "ruled out a deal", "said no comment".
_NOT = r"(?:(?:would|could|did|has|have|had|does|do|will)(?:n['’]?t| not)|won['’]t|refused to|declined to)"
_SILENT = r"(?:kept|stayed|remained|was|were|is) (?:silent|quiet|mum)"
_IN_WORDS: tuple[tuple[Polarity, str], ...] = (
    ("declines", rf"^(?P<done>(?:(?:said|had|has|gave|offered|made) )?no comment|{_SILENT}"
                 r"|said nothing(?=$| (?:on|about|to|when)\b)|(?:refuses|declines) to (?:comment|respond|answer)"
                 rf"|{_NOT} (?:be )?(?:comment|respond|reply|replied|answer|elaborate|reached)(?:ed)?)\b"
                 r"(?: (?:on|about|to|when asked(?: about)?)\b)?"),
    ("denies", r"^(?:(?:has|have|had|was|were) )?(?P<done>rul(?:e|es|ed|ing) out|turn(?:s|ed|ing)? down"
               r"|brush(?:es|ed|ing)? off|push(?:es|ed|ing)? back (?:on|against)|wav(?:es|ed|ing) away"
               r"|laugh(?:s|ed|ing)? off)(?= \w)"),
)  # fmt: skip
IN_WORDS = tuple((polarity, re.compile(form, re.I)) for polarity, form in _IN_WORDS)
