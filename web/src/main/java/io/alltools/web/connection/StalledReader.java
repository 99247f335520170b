package io.alltools.web.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Cuts a client that takes nothing of what waits for it; one that waits for the server is left alone. */
final class StalledReader extends IdleStateHandler {

    StalledReader(Duration time) {
        // Bytes that leave count, also where they are part of a larger write.
        super(true, 0, time.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting != null && waiting.totalPendingWriteBytes() > 0) {
            // At once: the kernel, too, shall forget what the client did not read.
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            context.close();
        }
    }
}
