"""The phrases about lengths of time that the recognizer is to expect.

The recognizer makes a model of word pairs out of them, so it also hears what is not listed as long as every
pair of neighbouring words is in some phrase. Hence: each pair once, not each phrase.
"""

from __future__ import annotations

from functools import cache

from voice_assistant.listening.numbers import say_number

_COUNTS = (*range(1, 31), 40, 50, 60, 90, 100)
_UNITS = ("days", "weeks", "months", "years")
_OTHER = """
a day|a week|a month|a year|an hour|a fortnight|one day|one week|one month|one year|one hour|half a day
half a week|half a month|half a year|half an hour|a few minutes|ten minutes|five minutes|thirty minutes
a few hours|two hours|three hours|several hours|a couple of hours|some hours|twelve hours|for hours
twenty four hours|a couple of days|a couple of weeks|a couple of months|a couple of years|a few days
a few weeks|a few months|a few years|the last few days|the past few weeks|the last few months
several days|several weeks|several months|several years|many weeks|many months|many years|some days
some weeks|for days|for weeks|for months|for years|for many years|a day and a half|a week and a half
a month and a half|a year and a half|an hour and a half|one and a half years|two and a half weeks
two and a half months|two and a half years|three and a half weeks|a day or two|a week or two
a month or two|a year or two|a week or so|a month or so|a year or so|two weeks or so|one or two days
one or two weeks|two or three days|two or three weeks|two or three months|two or three years
three or four days|three or four weeks|three or four months|four or five days|four or five weeks
five or six days|two to three weeks|three to four weeks|two to three months|two to four weeks
three to six months|five to seven days|between two and three weeks|between one and two weeks
a year and two months|two years and three months|about two weeks|about three weeks|about a week
about a month|about a year|about half a year|about ten days|about six months|around two weeks
around a month|roughly two weeks|approximately two weeks|maybe a week|maybe two weeks|maybe a month
almost two weeks|almost a week|almost a month|almost a year|nearly two weeks|nearly a month|nearly a year
more than a week|more than two weeks|more than a month|more than a year|more than three weeks
more than ten days|over a week|over two weeks|over a month|over a year|longer than two weeks
longer than a week|at least two weeks|at least a month|at least a week|less than a day|less than a week
less than two weeks|less than a month|less than a year|less than three weeks|under a week|under two weeks
not even a week|up to two weeks|up to a month|just over a week|two weeks or more|a month or more
two weeks or longer|just a few days|only a few days|only a week|only two days|for about three weeks
for about a month|for two weeks|for a week|for a month|for a year|for three months|for ten days
for over a year|for more than a month|for almost a year|for several weeks|for a few days
for a couple of weeks|for the last two weeks|for the last few weeks|for the past two weeks
for the past month|over the last month|since yesterday|since this morning|since last night|since today
since last week|since last month|since last year|since a couple of days|since a few weeks|since two weeks
since a week|since monday|since tuesday|since wednesday|since thursday|since friday|since saturday
since sunday|since last monday|since last tuesday|since last wednesday|since last thursday
since last friday|since last saturday|since last sunday|since the weekend|since last weekend
since this week|since this month|since this year|since the day before yesterday|yesterday|today
for years now|for months now|for weeks now|for about four weeks|for about two weeks|for six months
i've had it for six months|i have had it for a year|three weeks to a month|a week to a month
a hundred days|two weeks at most|a week at most|a month at most|five to ten minutes|two to three hours
since january|since february|since march|since april|since may|since june|since july|since august
since september|since october|since november|since december|since the spring|since the summer
since the winter|since christmas|since easter|since new year|since noon|since breakfast|the other day
since i was a child|since i was born|since my childhood|for decades|a decade|all day|the whole day
a few seconds|earlier this week|earlier this month|earlier this year|a good week|a good two weeks
a good month|a good year|a quarter of a year|three quarters of a year
this morning|last night|last week|last month|last year|a week ago|a month ago|a year ago|two weeks ago
three days ago|six months ago|two years ago|five hours ago|a few days ago|a few weeks ago
a couple of days ago|it started yesterday|it started two weeks ago|it started last week
it started this morning|it began a week ago|it just started|it started just now|just now
it's been two weeks|it's been a month|it has been three weeks|it's been about a year
it has been going on for months|i've had it for two weeks|i have had it for a month|a long time
a very long time|for a long time|a while|quite a while|for a while|some time|for some time|for ages
forever|always|all my life|as long as i can remember|not long|not very long|not for long|recently
a short time|only recently|i think two weeks|i think a month|i think about three weeks
i would say two weeks
"""


@cache
def duration_phrases() -> tuple[str, ...]:
    """All of them, in small letters; the order is of no importance."""
    counted = [f"{say_number(count)} {unit}" for count in _COUNTS if count > 1 for unit in _UNITS]
    return tuple(dict.fromkeys((*counted, *_OTHER.strip().replace("\n", "|").split("|"))))
