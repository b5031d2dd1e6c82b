import io.github.resilience4j.circuitbreaker.*;
import io.github.resilience4j.retry.*;
import io.github.resilience4j.micrometer.tagged.*;
import io.micrometer.prometheusmetrics.*;
import java.time.Duration;

/** Breakers of three components, one of them open, and a retry, as resilience4j's Micrometer binding tells them. */
public class Recording {
  public static void main(String[] args) {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
        .slidingWindowSize(10).minimumNumberOfCalls(5).waitDurationInOpenState(Duration.ofMinutes(1)).build());
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    var retries = RetryRegistry.of(RetryConfig.custom().maxAttempts(2).waitDuration(Duration.ofMillis(5)).build());
    TaggedRetryMetrics.ofRetryRegistry(retries).bindTo(meters);
    for (int i = 0; i < 40; i++) {
      call(breakers.circuitBreaker("database"), i % 20 == 0);
      call(breakers.circuitBreaker("cache"), false);
      call(breakers.circuitBreaker("kafka"), i > 12);
    }
    for (int i = 0; i < 10; i++) {
      int[] attempt = {0};
      boolean never = i == 9;
      try {
        retries.retry("publish").executeRunnable(() -> { if (never || attempt[0]++ == 0) throw new IllegalStateException("refused"); });
      } catch (IllegalStateException expected) { }
    }
    System.out.print(meters.scrape());
  }
  static void call(CircuitBreaker breaker, boolean fails) {
    try { breaker.executeRunnable(() -> { if (fails) throw new IllegalStateException("refused"); }); } catch (RuntimeException expected) { }
  }
}
