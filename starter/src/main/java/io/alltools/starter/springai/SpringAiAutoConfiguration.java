package io.alltools.starter.springai;

import io.alltools.agent.ChatModel;
import io.alltools.starter.AllToolsAutoConfiguration;
import io.alltools.starter.AllToolsProperties;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Spring AI's {@code ChatModel} where Spring AI is on the class path. {@code spring.ai.model.chat} picks one of several
 * models, as with Spring AI's own.
 */
@AutoConfiguration(
        after = AllToolsAutoConfiguration.class,
        beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@ConditionalOnClass(org.springframework.ai.chat.model.ChatModel.class)
@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "alltools", matchIfMissing = true)
public class SpringAiAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GlmSpringChatModel glmSpringChatModel(
            ChatModel model,
            AllToolsProperties properties,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<ChatModelObservationConvention> convention) {
        GlmSpringChatOptions options = GlmSpringChatOptions.builder()
                .maxTokens(properties.maxTokens())
                .temperature(properties.temperature())
                .topP(properties.topP())
                .seed(properties.seed())
                .build();
        return new GlmSpringChatModel(
                model, options, observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfAvailable());
    }
}
