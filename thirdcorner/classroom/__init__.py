"""Assign, collect, grade: from a file that names questions to sheets, gradebooks, feedback and an item analysis.

A submission is untrusted input, and it comes from the learner's own device, where it can be altered: the kit is for
coursework and practice, not for examinations that decide a degree.
"""
