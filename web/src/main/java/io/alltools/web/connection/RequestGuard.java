package io.alltools.web.connection;

import io.alltools.web.http.ApiError;
import io.alltools.web.http.ServerLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the requests of one connection, from both sides of Netty's decoder. A request line or a header that is too
 * long, too slow or no HTTP is answered in the API's envelope, and the connection ends; so does one too many.
 *
 * <p>All of it runs on the connection's own thread.
 */
final class RequestGuard {

    /** So long a connection that is closed in the middle of a request goes on to read, see {@link Bytes#close}. */
    private static final long LINGER_SECONDS = 2;

    private final ServerLimits limits;
    private final boolean tooMany;

    /** From the first byte of a request's head to its last one. */
    private @Nullable ScheduledFuture<?> headTime;

    /** From the end of a request's head to the end of its body. */
    private @Nullable ScheduledFuture<?> bodyTime;

    /** A request's head has come, but not all of its body. */
    private boolean receiving;

    /** The first bytes of an answer are out, its last ones are not. */
    private boolean answering;

    /** Requests that are not answered to the end. */
    private int unanswered;

    /** What still comes is read and forgotten. */
    private boolean leaving;

    RequestGuard(ServerLimits limits, boolean tooMany) {
        this.limits = limits;
        this.tooMany = tooMany;
    }

    /** Stands before the decoder. */
    ChannelHandler bytes() {
        return new Bytes();
    }

    /** Stands behind the decoder. */
    ChannelHandler requests() {
        return new Requests();
    }

    private final class Bytes extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (leaving) {
                ReferenceCountUtil.release(bytes);
                return;
            }
            if (!receiving && headTime == null) {
                headTime = context.executor()
                        .schedule(
                                () -> headIsLate(context), limits.heads().time().toMillis(), TimeUnit.MILLISECONDS);
            }
            context.fireChannelRead(bytes);
        }

        private void headIsLate(ChannelHandlerContext context) {
            if (headTime != null) {
                refuse(
                        context.pipeline().context(Requests.class),
                        ApiError.Kind.REQUEST_TIMEOUT,
                        "the request's head did not come in time: it may take "
                                + limits.heads().time().toSeconds() + " s",
                        "head_too_slow");
            }
        }

        /**
         * A socket that is closed while bytes wait in it resets the connection, and the client would lose the answer
         * that says why. So what it still sends is read for a moment.
         */
        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            if (leaving || !receiving || !context.channel().isActive()) {
                context.close(promise);
                return;
            }
            linger(context);
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            headIsThere();
            bodyIsThere();
            context.fireChannelInactive();
        }
    }

    private final class Requests extends ChannelDuplexHandler {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (tooMany) {
                refuse(
                        context,
                        ApiError.Kind.UNAVAILABLE,
                        "too many connections are open: at most "
                                + limits.connections().most() + " are accepted; use one for many requests",
                        "too_many_connections");
                return;
            }
            context.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (leaving) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                refuseBroken(context, part.decoderResult().cause());
                return;
            }
            if (message instanceof HttpRequest head) {
                headIsThere();
                receiving = true;
                unanswered++;
                int fields = head.headers().size();
                if (fields > limits.heads().fields()) {
                    ReferenceCountUtil.release(message);
                    unanswered--;
                    refuse(
                            context,
                            ApiError.Kind.HEADERS_TOO_LARGE,
                            "the request has " + fields + " header fields: at most "
                                    + limits.heads().fields() + " are accepted",
                            "too_many_headers");
                    return;
                }
            }
            if (message instanceof LastHttpContent) {
                receiving = false;
                bodyIsThere();
            } else if (message instanceof HttpRequest) {
                bodyTime = context.executor()
                        .schedule(
                                () -> bodyIsLate(context),
                                limits.bodies().time().toMillis(),
                                TimeUnit.MILLISECONDS);
            }
            context.fireChannelRead(message);
        }

        private void bodyIsLate(ChannelHandlerContext context) {
            if (bodyTime == null || leaving) {
                return;
            }
            if (unanswered == 1 && !answering) {
                // The request itself gets the answer.
                unanswered = 0;
            } else if (unanswered == 0) {
                // It has one, and was to be read to its end only.
                context.close();
                return;
            }
            refuse(
                    context,
                    ApiError.Kind.REQUEST_TIMEOUT,
                    "the request's body did not come in time: it may take "
                            + limits.bodies().time().toSeconds() + " s",
                    "body_too_slow");
        }

        private void refuseBroken(ChannelHandlerContext context, Throwable cause) {
            receiving = true;
            ServerLimits.Heads heads = limits.heads();
            switch (cause) {
                case TooLongHttpLineException e ->
                    refuse(
                            context,
                            ApiError.Kind.ADDRESS_TOO_LONG,
                            "the request line is too long: at most " + heads.lineBytes() + " bytes are accepted",
                            "address_too_long");
                case TooLongHttpHeaderException e ->
                    refuse(
                            context,
                            ApiError.Kind.HEADERS_TOO_LARGE,
                            "the header fields are too large: at most " + heads.bytes() + " bytes are accepted",
                            "headers_too_large");
                case Throwable e ->
                    refuse(
                            context,
                            ApiError.Kind.INVALID_REQUEST,
                            "this is no HTTP request: " + e.getMessage(),
                            "invalid_http");
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (leaving) {
                // The client has been told something else, or is gone.
                ReferenceCountUtil.release(message);
                promise.trySuccess();
                return;
            }
            boolean interim =
                    message instanceof HttpResponse head && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (!interim) {
                answering |= message instanceof HttpResponse;
                if (message instanceof LastHttpContent && unanswered > 0) {
                    unanswered--;
                    answering = false;
                }
            }
            context.write(message, promise);
        }
    }

    private void headIsThere() {
        if (headTime != null) {
            headTime.cancel(false);
            headTime = null;
        }
    }

    private void bodyIsThere() {
        if (bodyTime != null) {
            bodyTime.cancel(false);
            bodyTime = null;
        }
    }

    /** Answers where no other answer is under way, and ends the connection. */
    private void refuse(ChannelHandlerContext context, ApiError.Kind kind, String message, String code) {
        headIsThere();
        bodyIsThere();
        if (unanswered > 0) {
            leaving = true;
            context.close();
            return;
        }
        byte[] body =
                new ApiError(kind, message, null, code).toJson().toString().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(kind.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, "close")
                .set("X-Content-Type-Options", "nosniff");
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        linger(context);
    }

    private void linger(ChannelHandlerContext context) {
        leaving = true;
        context.channel().config().setAutoRead(true);
        if (context.channel() instanceof DuplexChannel duplex) {
            // Behind what is still to be written.
            context.executor().execute(duplex::shutdownOutput);
        }
        context.executor().schedule(() -> context.channel().close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }
}
