"""The demonstration: an invented regency with half a year of answers.

Nobody in it is real. It is dated relative to the day it is built on and else comes from
one fixed seed, so that two runs on one day give the same figures.
"""
