"""Building sentences of the demonstration's texts, in Danish, as professionals in the field would write them.

Slots: {name} {he} {He} {him} {his} {son} {boy} {school} {place} {weekday} {time} {club}. A sentence about a young
person uses the pronoun slots; nothing in a sentence depends on where somebody's name comes from.
"""
