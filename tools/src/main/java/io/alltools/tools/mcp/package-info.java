/**
 * The Model Context Protocol, with its official SDK: tools of MCP servers as functions, and our tools as an MCP server.
 *
 * <p>{@link io.alltools.tools.mcp.McpServers} and {@link io.alltools.tools.mcp.McpToolServer} are the entries.
 */
@NullMarked
package io.alltools.tools.mcp;

import org.jspecify.annotations.NullMarked;
