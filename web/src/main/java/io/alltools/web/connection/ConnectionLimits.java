package io.alltools.web.connection;

import io.alltools.web.http.ServerLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Holds the limits of connections: what Netty knows itself it is told, the rest are handlers of this package. */
public final class ConnectionLimits implements NettyServerCustomizer {

    private final ServerLimits limits;
    private final AtomicInteger open = new AtomicInteger();

    public ConnectionLimits(ServerLimits limits) {
        this.limits = limits;
    }

    /** How many connections are open. */
    public int open() {
        return open.get();
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.idleTimeout(limits.connections().idle())
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(limits.heads().lineBytes())
                                .maxHeaderSize(limits.heads().bytes()))
                .doOnChannelInit((observer, channel, address) -> guard(channel));
    }

    private void guard(Channel channel) {
        boolean tooMany = open.incrementAndGet() > limits.connections().most();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        RequestGuard guard = new RequestGuard(limits, tooMany);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(NettyPipeline.HttpCodec, "alltools.bytes", guard.bytes());
        pipeline.addAfter(NettyPipeline.HttpCodec, "alltools.requests", guard.requests());
        pipeline.addFirst("alltools.reader", new StalledReader(limits.streams().stalled()));
    }
}
