package io.alltools.web.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** All routes that a server has registered, so that no test forgets a new one. */
record Routes(String method, String pattern) {

    static List<Routes> of(WebServer server) {
        List<Routes> found = new ArrayList<>();
        for (RouterFunction<?> routes : server.routes()) {
            routes.accept(new Walk(found));
        }
        return found;
    }

    /** The path with its variables filled in. */
    String path(Map<String, String> variables) {
        String path = pattern.replaceAll("\\{\\*\\w+}", "x");
        for (Map.Entry<String, String> each : variables.entrySet()) {
            path = path.replace("{" + each.getKey() + "}", each.getValue());
        }
        return path.replaceAll("\\{\\w+}", "x");
    }

    private record Walk(List<Routes> found) implements RouterFunctions.Visitor {

        @Override
        public void startNested(RequestPredicate predicate) {}

        @Override
        public void endNested(RequestPredicate predicate) {}

        @Override
        public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
            Condition condition = new Condition();
            predicate.accept(condition);
            found.add(new Routes(condition.method, condition.pattern));
        }

        @Override
        public void resources(Function<ServerRequest, Mono<Resource>> lookup) {}

        @Override
        public void attributes(Map<String, Object> attributes) {}

        @Override
        public void unknown(RouterFunction<?> router) {
            throw new AssertionError("a route that can't be looked into: " + router);
        }
    }

    private static final class Condition implements RequestPredicates.Visitor {
        private String method = "GET";
        private String pattern = "";

        @Override
        public void method(Set<HttpMethod> methods) {
            method = methods.iterator().next().name();
        }

        @Override
        public void path(String path) {
            pattern = path;
        }

        @Override
        public void pathExtension(String extension) {}

        @Override
        public void header(String name, String value) {}

        @Override
        public void queryParam(String name, String value) {}

        @Override
        public void version(String version) {}

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {}

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {}

        @Override
        public void startNegate() {}

        @Override
        public void endNegate() {}

        @Override
        public void unknown(RequestPredicate predicate) {}
    }
}
