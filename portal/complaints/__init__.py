"""Complaints: cases, states, deadlines, receipts, messages, the identity vault."""
