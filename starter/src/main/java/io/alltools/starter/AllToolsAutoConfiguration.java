package io.alltools.starter;

import io.alltools.agent.ChatModel;
import io.alltools.runtime.LoadListener;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.runtime.local.LocalModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Opens the model once, before the application serves, and closes it with the context. Calls from many threads share
 * it: those that generate at the same time step together. An application that declares a {@link ChatModel} of its own
 * gets the adapters around that one.
 */
@AutoConfiguration
@EnableConfigurationProperties(AllToolsProperties.class)
public class AllToolsAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(AllToolsAutoConfiguration.class);

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(ChatModel.class)
    GlmChatModel allToolsModel(AllToolsProperties properties) {
        try {
            return LocalModels.open(
                    properties.model(), properties.runtimeOptions(), System.getenv(), new LoggedLoading());
        } catch (RuntimeException e) {
            throw new ModelOpenException(properties.model(), e);
        }
    }

    /** Decisions are logged, progress in tenths. */
    private static final class LoggedLoading implements LoadListener {

        private long tenths;

        @Override
        public void note(String line) {
            log.info("{}", line);
        }

        @Override
        public void report(long done, long total) {
            long now = total > 0 ? done * 10 / total : 0;
            if (now > tenths) {
                tenths = now;
                log.info("importing the model: {} %", now * 10);
            }
        }
    }
}
