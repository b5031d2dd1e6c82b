# The function of D3 l.313-317 as the document has it, over a grid of inputs.
import math


def calculate_required_capacity(current_rps, growth_rate, periods):
    projected_rps = current_rps * (1 + growth_rate) ** periods
    peak_rps = projected_rps * 3  # Peak load multiplier
    required_instances = math.ceil(peak_rps / 100)  # 100 RPS per instance
    return required_instances


print("current_rps,growth_rate,periods,required_instances")
for rps in (0, 1, 33.3, 33.4, 50, 99.9, 100, 100.1, 250, 1000, 12345.6):
    for growth in (-0.5, -0.1, 0, 0.05, 0.1, 0.2, 0.33, 1, 2):
        for periods in (0, 1, 2, 3, 4, 8, 12, 20):
            print(f"{rps},{growth},{periods},{calculate_required_capacity(rps, growth, periods)}")
