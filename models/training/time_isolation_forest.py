"""Prints how many rows a second scikit-learn's isolation forest scores on one core, the best of three tries.

    python time_isolation_forest.py <rows.f32> <features>
"""

import sys
import time

import numpy as np
from sklearn.ensemble import IsolationForest

rows = np.fromfile(sys.argv[1], "<f4").reshape(-1, int(sys.argv[2]))
forest = IsolationForest(n_estimators=100, max_samples=256, random_state=1, n_jobs=1).fit(rows)
rates = []
for _ in range(3):
    began = time.perf_counter()
    forest.score_samples(rows)
    rates.append(len(rows) / (time.perf_counter() - began))
print(max(rates))
