/** The model in this process as LangChain4j's {@code ChatModel} and {@code StreamingChatModel}. */
@NullMarked
package io.alltools.starter.langchain4j;

import org.jspecify.annotations.NullMarked;
