package io.alltools.tools.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * The official SDK's own server on streamable HTTP, which is a servlet, on loopback. It prints its port. A process of
 * its own, since Tomcat leaves its class loader on threads that all of a process share.
 */
final class SdkHttpServer {

    private SdkHttpServer() {}

    public static void main(String[] args) throws Exception {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .contextExtractor((HttpServletRequest request) -> McpTransportContext.create(
                        Map.of("authorization", String.valueOf(request.getHeader("Authorization")))))
                .build();
        List<SyncToolSpecification> tools = new ArrayList<>(SdkServer.tools());
        tools.add(SyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder("who", Map.of("type", "object")).build())
                .callHandler((exchange, request) -> McpSchema.CallToolResult.builder()
                        .addTextContent(
                                String.valueOf(exchange.transportContext().get("authorization")))
                        .build())
                .build());
        McpServer.sync(transport)
                .serverInfo("sdk", "1")
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .tools(tools)
                .build();
        Path folder = Files.createDirectories(Path.of(args[0]));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(args.length > 1 ? Integer.parseInt(args[1]) : 0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.toString());
        Wrapper servlet = Tomcat.addServlet(context, "mcp", transport);
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "mcp");
        tomcat.start();
        System.out.println(connector.getLocalPort());
        System.in.read();
        System.exit(0);
    }
}
