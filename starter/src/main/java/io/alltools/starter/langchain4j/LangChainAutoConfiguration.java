package io.alltools.starter.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.alltools.agent.ChatModel;
import io.alltools.starter.AllToolsAutoConfiguration;
import io.alltools.starter.AllToolsProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** LangChain4j's {@code ChatModel} and {@code StreamingChatModel} where LangChain4j is on the class path. */
@AutoConfiguration(after = AllToolsAutoConfiguration.class)
@ConditionalOnClass(dev.langchain4j.model.chat.ChatModel.class)
public class LangChainAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GlmLangChainChatModel glmLangChainChatModel(
            ChatModel model, AllToolsProperties properties, ObjectProvider<ChatModelListener> listeners) {
        return new GlmLangChainChatModel(
                model, defaults(properties), listeners.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    GlmLangChainStreamingChatModel glmLangChainStreamingChatModel(
            ChatModel model, AllToolsProperties properties, ObjectProvider<ChatModelListener> listeners) {
        return new GlmLangChainStreamingChatModel(
                model, defaults(properties), listeners.orderedStream().toList());
    }

    private static GlmLangChainParameters defaults(AllToolsProperties properties) {
        return GlmLangChainParameters.builder()
                .maxOutputTokens(properties.maxTokens())
                .temperature(properties.temperature())
                .topP(properties.topP())
                .seed(properties.seed())
                .build();
    }
}
