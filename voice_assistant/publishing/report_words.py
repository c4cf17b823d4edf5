"""Everything that a reviewer's page says by itself: headings, labels, and what it is not. All else is the pack's.

A test holds that there is nothing on the page but these constants, the pack's own texts, and what was counted.
"""

from __future__ import annotations

# --- the head --------------------------------------------------------------------------------------

TITLE = "For review"
PACK, VERSION, LANGUAGE = "Pack", "Version of the questions", "Language"
AUTHOR, REVIEWER = "Written by", "Reviewed by"
REVIEWED, REVIEW_BY = "Last review", "To be reviewed again by"
SOURCE, ARTICLE_REVIEWED = "Source of the article", "Article last compared with its source"
SIGNED, YES, NO = "Signed in the files as it is now", "yes", "no"
MADE, PROGRAM = "This page made on", "Program and its version"
WHAT_IT_IS = (
    "This page holds everything that the voice assistant asks, reads and advises with this pack. "
    "It was put together by a program from the pack's own files, and nothing was added."
)
WHAT_IT_IS_NOT = (
    "The assistant is not a doctor. It gives no diagnosis, and it cannot call anyone. "
    "It tells whether to see a doctor, how soon, and what would change that. "
    "This page approves nothing: whether what stands on it is right is for a reviewer to judge."
)
NOT_WRITTEN = "There are no questions yet that could be shown; see what is to be mended."
CONTENTS = "On this page"

# --- the picture -----------------------------------------------------------------------------------

OVERVIEW = "At a glance"
UNTIL_CERTAIN = (
    "Questions are asked from top to bottom, only as long as an answer can still change the advice."
)
EVERY_QUESTION = "Questions are asked from top to bottom, every one that applies."
MOST_URGENT = "Of all outcomes that the answers lead to, the most urgent one is advised."
PICTURE_TITLE = "Which answers lead to which advice; all of it stands in the text below as well"
RED_FLAG, AT_LEAST = "red flag", "at least"
NOT_ALWAYS = "not asked always"
OTHERWISE, AT_ONCE = "otherwise", "at once"
TIPS_FROM_HERE = "chosen tips"
FEWEST = "fewest answers"
WAYS = "The shortest way to each advice"
OUTCOME, URGENCY, FEWEST_ANSWERS, SHORTEST_WAY = "Advice", "Urgency", "Fewest answers", "A shortest way"
IN_AN_EMERGENCY = "also for whoever calls out an emergency, at any time"

# --- the advice ------------------------------------------------------------------------------------

ADVICE = "The advice, word for word"
SAY, SIMPLY, COMFORT = "What to do, and how soon", "The same, more simply", "A kind word that is true"
TIPS, NO_TIPS = "Tips, for what was named at the question", "If nothing was named"
WATCH = "What would change the advice"
RESTS_ON, WHERE_FROM = "Sections of the article that it rests on", "Source"
GIVEN_WHEN = "Given when"
GIVEN_OTHERWISE = "Given when no rule gives anything else."
THE_RULE = "Rule"

# --- questions -------------------------------------------------------------------------------------

QUESTIONS = "The questions, in their order"
INTRODUCTION = "Said before the first question"
SHORTER, HELP, WHY = "Asked again, shorter", "Asked with help", "Why it is asked"
KIND, APPLIES = "Kind of question", "Asked only if"
KINDS = {
    "yes_no": "Yes, no, or not sure",
    "duration": "A length of time",
    "several": "Several of these, or none",
    "one_of": "One of these",
    "number": "A number",
    "scale": "A number between two ends",
}
YES_MEANS, NO_MEANS = "Counts as yes as well", "Counts as no as well"
SAID_YES, SAID_NO = "A yes, read back", "A no, read back"
SETS, SETS_YES, SETS_NO = "Changes at once", "A yes changes at once", "A no changes at once"
MENTIONS = "Said elsewhere, makes it ask"
OPTIONS, CHOICES, NONE = "The options", "Choices for a switch", "Counts as none"
UNIT, UNIT_WORDS, BETWEEN, LOW_MEANS, HIGH_MEANS = (
    "Read back after the number",
    "May be said after the number",
    "From and to",
    "The lowest number means",
    "The highest number means",
)
ABOUT, NAMES = "In the summary", "To change the answer"
FLAG = "Red flag"
FLAG_TEXT = "Only a clear “no” puts it aside. Anything else leads at least to:"
SENTENCE = "In the article:"
DAYS_MOST = "and more"
TO = "to"
JUDGED, TO_CHANGE = "☐ Right as it is", "☐ To be changed:"

# --- rules -----------------------------------------------------------------------------------------

RULES = "The rules, in plain words"
RULES_TEXT = (
    "“Not sure” stands also for a question that was skipped, refused or not answered. "
    "A rule gives an outcome; the most urgent one that is given is advised. "
    "A rule never takes back what another one gives."
)
ANY_OF, ALL_OF, ENOUGH_OF, AND_ALL = (
    "if any of these is so:",
    "if all of these are so:",
    "of these must be so:",
    "and all of these:",
)
ANSWERED, OR = "is answered", "or"
WITHOUT_ASKING_ON = "at once, without asking on and without a summary"

# --- cases, proofs, ages, findings -----------------------------------------------------------------

CASES = "Worked cases"
CASES_TEXT = (
    "What these answers must lead to, written down apart from the rules. "
    "The program goes through each of them, and finds fault where the rules lead to anything else."
)
USUALLY = "Somebody whom nothing else ails"
CASE, CASE_ADVICE = "What is different from that", "Must lead to"
NOTHING = "nothing"
NONE_OF_THEM = "none"
AND_MORE = "days and more"
PROOF = "What was proved"
PROOF_TEXT = (
    "A program went over every way in which the questions can be answered, and not over a sample of them."
)
OVER_RULES = "There are too many ways to go over; this was proved from the rules."
PATHS, SETS, STATES = "Ways from the first question to advice", "Sets of answers", "States looked at"
BROKEN = "These do not hold:"
HOLDS = (
    "A red flag is put aside by an explicit “no” alone. Silence, or a skipped question, never counts as no.",
    "“Not sure” at a red flag leads at least to the advice that the red flag names.",
    "Changing an answer from no to not sure to yes never makes the advice less urgent.",
    "Every way ends in advice, and every question, rule and advice can be reached.",
    "When no more is asked, nothing that was not asked could have changed the advice.",
)
RED_FLAGS_HOLD = HOLDS[:2]
"""Of these, what only a pack with red flags promises."""
AGES = "How hard it is to follow"
AGES_TEXT = (
    "Reading ages after Flesch and Kincaid: years, from the length of sentences and words. "
    "Short texts are measured together. Words that the pack explains count apart."
)
TEXTS, WORDS, EXPLAINED, AGE, LIMIT = "Texts", "Words", "Of these explained", "Reading age", "At most"
NOT_MEASURED = "They were not measured: that is known for English only."
FINDINGS = "What is to be mended"
NO_FINDINGS = "The program's check found nothing."
THE_CHECK = "What the program's check found:"

# --- the article -----------------------------------------------------------------------------------

ARTICLE = "The article that it rests on"
IN_SHORT, SECTION_NAMES = "In short", "Asked for by"
MEANINGS = "Hard words, and what is said when somebody asks for them"
WORD, HEARD_AS, MEANS = "Word", "Heard as", "Means"
PRONUNCIATION = "Words that the voice reads in another way"
WRITTEN, SPOKEN = "As written", "As read to the voice"

# --- to sign ---------------------------------------------------------------------------------------

SIGNING = "Reviewer's statement"
SIGNING_TEXT = "I have read this page. My remarks stand on it, or are attached."
SIGN_AS = ("Name", "Profession", "Date", "Signature")
VERDICTS = (
    "☐ It may be used as it is.",
    "☐ It may be used once my remarks are met.",
    "☐ It may not be used.",
)
