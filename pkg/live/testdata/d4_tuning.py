# The adjustments of D4 l.430-441 as the document has them, over a grid of inputs.


class Config:
    pass


def adapt(error_rate, recovery_time, failure_threshold, recovery_timeout):
    config = Config()
    config.failure_threshold, config.recovery_timeout = failure_threshold, recovery_timeout

    # Adjust thresholds based on performance trends
    if error_rate < 1.0:  # Very stable service
        config.failure_threshold = min(config.failure_threshold + 1, 10)
    elif error_rate > 5.0:  # Unstable service
        config.failure_threshold = max(config.failure_threshold - 1, 2)

    if recovery_time < 30:  # Fast recovery
        config.recovery_timeout = max(config.recovery_timeout - 5, 10)
    elif recovery_time > 120:  # Slow recovery
        config.recovery_timeout = min(config.recovery_timeout + 10, 300)
    return config


print("error_rate,recovery_time,failure_threshold,recovery_timeout,new_threshold,new_timeout")
for error_rate in (0, 0.5, 0.99, 1.0, 3, 5.0, 5.01, 50, 100):
    for recovery_time in (0, 29.9, 30, 60, 120, 120.1, 1000):
        for failure_threshold in (1, 2, 3, 5, 9, 10, 11):
            for recovery_timeout in (5, 10, 12, 30, 60, 295, 300, 310):
                c = adapt(error_rate, recovery_time, failure_threshold, recovery_timeout)
                print(f"{error_rate},{recovery_time},{failure_threshold},{recovery_timeout},{c.failure_threshold},{c.recovery_timeout}")
