"""One page with as many questions as the core questionnaire has."""

import json
from pathlib import Path

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page, models, widgets

QUESTIONS = json.loads((Path(__file__).parents[1] / "questions.json").read_text("utf-8"))


class C(BaseConstants):
    NAME_IN_URL = "page"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


for key, values in QUESTIONS.items():
    setattr(Player, key, models.IntegerField(choices=values, widget=widgets.RadioSelect))


class Questions(Page):
    form_model = "player"
    form_fields = tuple(QUESTIONS)


class Thanks(Page):
    pass


page_sequence = [Questions, Thanks]
