"""Crossings: whether people may be divided by age, tenure or work, and in which departments.

``gate`` is the rule, ``areas`` applies it to a wave's breakdowns one after the other, ``noise``
makes the rows of a breakdown add up to the department as published (docs/anonymity.md).
"""
