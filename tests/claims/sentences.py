"""Parsed sentences for the tables, in the format of ``conftest.build_doc``."""

KILLED_AND_INJURED = (
    "Shelling|NOUN|NN|2|nsubj killed=kill|VERB|VBD|0|root 12|NUM|CD|4|nummod villagers=villager|NOUN|NNS|2|obj "
    "and|CCONJ|CC|6|cc injured=injure|VERB|VBD|2|conj 30|NUM|CD|6|obj in|ADP|IN|9|case Marna|PROPN|NNP|6|obl "
    ".|PUNCT|.|2|punct"
)
DESIGNED_AND_BUILT = (
    "Local|ADJ|JJ|2|amod firms=firm|NOUN|NNS|3|nsubj designed=design|VERB|VBD|0|root and|CCONJ|CC|5|cc "
    "built=build|VERB|VBD|3|conj the|DET|DT|7|det dam|NOUN|NN|3|obj .|PUNCT|.|3|punct"
)
KILLED_OR_INJURED = (
    "Forty|NUM|CD|2|nummod miners=miner|NOUN|NNS|4|nsubj:pass were=be|AUX|VBD|4|aux:pass killed=kill|VERB|VBN|0|root "
    "or|CCONJ|CC|6|cc injured=injure|VERB|VBN|4|conj in|ADP|IN|8|case May|PROPN|NNP|6|obl .|PUNCT|.|4|punct"
)
RELATIVE = (
    "The|DET|DT|2|det port|NOUN|NN|8|nsubj ,|PUNCT|,|5|punct which|PRON|WDT|5|nsubj opened=open|VERB|VBD|2|acl:relcl "
    "late|ADV|RB|5|advmod ,|PUNCT|,|5|punct serves=serve|VERB|VBZ|0|root the|DET|DT|10|det north|NOUN|NN|8|obj "
    ".|PUNCT|.|8|punct"
)
RESTRICTIVE = (
    "Farmers=farmer|NOUN|NNS|5|nsubj who|PRON|WP|3|nsubj grow|VERB|VBP|1|acl:relcl rice|NOUN|NN|3|obj "
    "left=leave|VERB|VBD|0|root the|DET|DT|7|det valley|NOUN|NN|5|obj .|PUNCT|.|5|punct"
)
PARTICIPLE = (
    "A|DET|DT|2|det crane|NOUN|NN|3|nsubj fell=fall|VERB|VBD|0|root on|ADP|IN|6|case the|DET|DT|6|det "
    "station|NOUN|NN|3|obl ,|PUNCT|,|8|punct killing=kill|VERB|VBG|3|advcl seven|NUM|CD|10|nummod "
    "travellers=traveller|NOUN|NNS|8|obj .|PUNCT|.|3|punct"
)
BECAUSE = (
    "Prices=price|NOUN|NNS|2|nsubj rose=rise|VERB|VBD|0|root because|SCONJ|IN|6|mark the|DET|DT|5|det "
    "harvest|NOUN|NN|6|nsubj failed=fail|VERB|VBD|2|advcl .|PUNCT|.|2|punct"
)
WHEN = (
    "When|ADV|WRB|4|advmod the|DET|DT|3|det bank|NOUN|NN|4|nsubj closed=close|VERB|VBD|7|advcl ,|PUNCT|,|4|punct "
    "trade|NOUN|NN|7|nsubj stopped=stop|VERB|VBD|0|root .|PUNCT|.|7|punct"
)
SAID_THAT = (
    "Norland|PROPN|NNP|2|nsubj said=say|VERB|VBD|0|root that|SCONJ|IN|6|mark "
    "it|PRON|PRP|6|nsubj had=have|AUX|VBD|6|aux "
    "closed=close|VERB|VBN|2|ccomp two|NUM|CD|8|nummod camps=camp|NOUN|NNS|6|obj .|PUNCT|.|2|punct"
)
ANNOUNCED = (
    "The|DET|DT|2|det ministry|NOUN|NN|3|nsubj announced=announce|VERB|VBD|0|root a|DET|DT|5|det pause|NOUN|NN|3|obj "
    "in|ADP|IN|7|case aid|NOUN|NN|5|nmod .|PUNCT|.|3|punct"
)
APPOSITION = (
    "Mira|PROPN|NNP|10|nsubj Olsen|PROPN|NNP|1|flat ,|PUNCT|,|8|punct a|DET|DT|8|det 54~|NUM|CD|7|nummod "
    "-~|PUNCT|HYPH|5|punct year=year|NOUN|NN|8|compound surgeon|NOUN|NN|1|appos ,|PUNCT|,|8|punct "
    "won=win|VERB|VBD|0|root the|DET|DT|12|det vote|NOUN|NN|10|obj .|PUNCT|.|10|punct"
)
BUT = (
    "But|CCONJ|CC|3|cc exports=export|NOUN|NNS|3|nsubj fell=fall|VERB|VBD|0|root sharply|ADV|RB|3|advmod "
    "~.|PUNCT|.|3|punct"
)
FROM_TO = (
    "Trade|NOUN|NN|2|nsubj grew=grow|VERB|VBD|0|root from|ADP|IN|6|case $~|SYM|$|6|nmod 4|NUM|CD|6|compound "
    "million|NUM|CD|2|obl in|ADP|IN|8|case 2021|NUM|CD|2|obl to|ADP|IN|12|case $~|SYM|$|12|nmod 9|NUM|CD|12|compound "
    "million|NUM|CD|2|obl in|ADP|IN|14|case 2024|NUM|CD|2|obl .|PUNCT|.|2|punct"
)
CONJOINED_OBJECTS = (
    "They|PRON|PRP|2|nsubj freed=free|VERB|VBD|0|root 12|NUM|CD|4|nummod pilots=pilot|NOUN|NNS|2|obj ,|PUNCT|,|7|punct "
    "3|NUM|CD|7|nummod nurses=nurse|NOUN|NNS|4|conj and|CCONJ|CC|10|cc 40|NUM|CD|10|nummod "
    "sailors=sailor|NOUN|NNS|4|conj .|PUNCT|.|2|punct"
)
CONJOINED_SUBJECTS = (
    "12|NUM|CD|2|nummod pilots=pilot|NOUN|NNS|7|nsubj:pass and|CCONJ|CC|5|cc 3|NUM|CD|5|nummod "
    "nurses=nurse|NOUN|NNS|2|conj were=be|AUX|VBD|7|aux:pass freed=free|VERB|VBN|0|root .|PUNCT|.|7|punct"
)
PRESUPPOSED = (
    "Norland|PROPN|NNP|3|nsubj will|AUX|MD|3|aux finish|VERB|VB|0|root its|PRON|PRP$|8|nmod:poss $~|SYM|$|8|compound "
    "2|NUM|CD|7|compound billion|NUM|CD|5|nummod railway|NOUN|NN|3|obj .|PUNCT|.|3|punct"
)
QUESTION = "Why|ADV|WRB|4|advmod did=do|AUX|VBD|4|aux Norland|PROPN|NNP|4|nsubj leave|VERB|VB|0|root ?|PUNCT|.|4|punct"
IMPERATIVE = "Read|VERB|VB|0|root the|DET|DT|3|det report|NOUN|NN|1|obj .|PUNCT|.|1|punct"
FRAGMENT = (
    "A|DET|DT|3|det new|ADJ|JJ|3|amod dawn|NOUN|NN|0|root for|ADP|IN|5|case Norland|PROPN|NNP|3|nmod .|PUNCT|.|3|punct"
)
OPINION = (
    "I|PRON|PRP|2|nsubj love|VERB|VBP|0|root how|ADV|WRB|5|advmod they|PRON|PRP|5|nsubj "
    "work|VERB|VBP|2|ccomp .|PUNCT|.|2|punct"
)
TREATY = (
    "In|ADP|IN|2|case May|PROPN|NNP|4|obl Norland|PROPN|NNP|4|nsubj signed=sign|VERB|VBD|0|root "
    "the|DET|DT|6|det treaty|NOUN|NN|4|obj and|CCONJ|CC|8|cc opened=open|VERB|VBD|4|conj an|DET|DT|10|det "
    "embassy|NOUN|NN|8|obj .|PUNCT|.|4|punct"
)
CANCELLED = (
    "Norland|PROPN|NNP|2|nsubj cancelled=cancel|VERB|VBD|0|root the|DET|DT|4|det debt|NOUN|NN|2|obj in|ADP|IN|6|case "
    "2012|NUM|CD|2|obl .|PUNCT|.|2|punct"
)
THAT_WAS = (
    "That|PRON|DT|5|nsubj was=be|AUX|VBD|5|cop about|ADV|RB|5|advmod 10|NUM|CD|5|compound billion|NUM|CD|0|root "
    "~.|PUNCT|.|5|punct"
)
SUPPLIED = "Norland|PROPN|NNP|2|nsubj supplied=supply|VERB|VBD|0|root goods=good|NOUN|NNS|2|obj :|PUNCT|:|2|punct"
ITEM_PLAIN = "•|PUNCT|:|2|punct Tents=tent|NOUN|NNS|0|root ,|PUNCT|,|2|punct"
ITEM_FIGURE = "•|PUNCT|:|3|punct 40|NUM|CD|3|nummod trucks=truck|NOUN|NNS|0|root .|PUNCT|.|3|punct"
CLEARNLP = (
    "The|DET|DT|2|det ministry|NOUN|NN|3|nsubj announced=announce|VERB|VBD|0|ROOT that|SCONJ|IN|7|mark "
    "Norland|PROPN|NNP|7|nsubj would|AUX|MD|7|aux build|VERB|VB|3|ccomp two|NUM|CD|9|nummod dams=dam|NOUN|NNS|7|dobj "
    "in|ADP|IN|7|prep May|PROPN|NNP|10|pobj .|PUNCT|.|3|punct"
)
CLEARNLP_PASSIVE = (
    "No|DET|DT|2|det ships=ship|NOUN|NNS|4|nsubjpass were=be|AUX|VBD|4|auxpass sunk=sink|VERB|VBN|0|ROOT "
    "by|ADP|IN|4|agent rebels=rebel|NOUN|NNS|5|pobj .|PUNCT|.|4|punct"
)
