"""From counts and claims to money: claims in force, parts, lines, sums, payments, the digest.

Everything here is a pure function of a Snapshot. Amounts: micro-cents in lines, cents in sums.
"""
