package io.alltools.web.server;

import io.alltools.web.AllTools;
import io.alltools.web.audit.AuditLog;
import io.alltools.web.audit.AuditSettings;
import io.alltools.web.key.AccessSettings;
import io.alltools.web.key.CallerFilter;
import io.alltools.web.key.KeyCheck;
import io.alltools.web.key.KeyMeter;
import io.alltools.web.key.KeyRing;
import io.alltools.web.key.SignInRoutes;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Who gets in: keys, their limits, other sites' pages, and the record of it all. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    AuditLog auditLog(AllTools app, AuditSettings settings) {
        return new AuditLog(app.folder(), settings);
    }

    @Bean
    KeyRing keyRing(AllTools app) {
        return new KeyRing(app.keys());
    }

    @Bean
    KeyCheck keyCheck(KeyRing ring, AuditLog audit, AccessSettings settings) {
        return new KeyCheck(ring, audit, settings.wrongKeys());
    }

    @Bean
    KeyMeter keyMeter(KeyRing ring, AllTools app) {
        return new KeyMeter(ring, app.keys());
    }

    @Bean
    RouterFunction<ServerResponse> signInRoutes(KeyRing ring, KeyCheck check, AuditLog audit, AccessSettings settings) {
        return new SignInRoutes(ring, check, audit, settings.signIn()).routes();
    }

    /**
     * Answers the pages of the origins that are allowed; others were refused before. Pages of other sites bring a key,
     * so no cookie is accepted from them.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 4)
    CorsWebFilter corsFilter(AccessSettings settings) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(settings.corsOrigins());
        cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
        cors.addAllowedHeader(CorsConfiguration.ALL);
        cors.setExposedHeaders(List.of(
                HttpHeaders.RETRY_AFTER,
                "Mcp-Session-Id",
                "x-ratelimit-limit-requests",
                "x-ratelimit-remaining-requests",
                "x-ratelimit-reset-requests",
                "x-ratelimit-limit-tokens",
                "x-ratelimit-remaining-tokens",
                "x-ratelimit-reset-tokens"));
        cors.setAllowCredentials(false);
        cors.setMaxAge(Duration.ofMinutes(10));
        return new CorsWebFilter(exchange -> {
            String origin = exchange.getRequest().getHeaders().getOrigin();
            return origin != null && settings.corsOrigins().contains(origin) ? cors : null;
        });
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 5)
    CallerFilter callerFilter(Listening listening, KeyRing ring, KeyCheck check, KeyMeter meter, AuditLog audit) {
        return new CallerFilter(listening.loopback(), ring, check, meter, audit);
    }
}
