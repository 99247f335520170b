package io.alltools.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.Sampling;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.starter.langchain4j.GlmLangChainChatModel;
import io.alltools.starter.langchain4j.GlmLangChainStreamingChatModel;
import io.alltools.starter.langchain4j.LangChainAutoConfiguration;
import io.alltools.starter.springai.GlmSpringChatModel;
import io.alltools.starter.springai.SpringAiAutoConfiguration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class AllToolsAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AllToolsAutoConfiguration.class, SpringAiAutoConfiguration.class, LangChainAutoConfiguration.class))
            .withPropertyValues("alltools.slots=1", "alltools.context=512");

    private final ApplicationContextRunner withAModelOfItsOwn =
            application.withBean(ChatModel.class, () -> new FullModel(ModelException.Kind.OVERLOADED));

    @Test
    void theModelIsOpenedAsSetAndClosedWithTheApplication() {
        AtomicReference<GlmChatModel> opened = new AtomicReference<>();
        application.run(context -> {
            GlmChatModel model = context.getBean(GlmChatModel.class);
            opened.set(model);
            assertThat(model.name()).isEqualTo("glm-tiny");
            assertThat(model.contextLength()).isEqualTo(512);
            assertThat(model.metrics().slots().total()).isEqualTo(1);
            assertThat(context)
                    .hasSingleBean(GlmSpringChatModel.class)
                    .hasSingleBean(GlmLangChainChatModel.class)
                    .hasSingleBean(GlmLangChainStreamingChatModel.class);
        });

        ChatRequest request = new ChatRequest(List.of(Message.user("Hello")), List.of(), Sampling.GREEDY, 5, List.of());
        assertThatThrownBy(() -> opened.get().generate(request, piece -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anApplicationsOwnModelIsAdaptedAndNoOtherOpened() {
        withAModelOfItsOwn.run(context -> assertThat(context)
                .doesNotHaveBean(GlmChatModel.class)
                .hasSingleBean(GlmSpringChatModel.class)
                .hasSingleBean(GlmLangChainChatModel.class));
    }

    @Test
    void withoutSpringAiItsAdapterIsNotThere() {
        withAModelOfItsOwn
                .withClassLoader(new FilteredClassLoader("org.springframework.ai"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("glmSpringChatModel")
                        .hasSingleBean(GlmLangChainChatModel.class));
    }

    @Test
    void withoutLangChain4jItsAdaptersAreNotThere() {
        withAModelOfItsOwn
                .withClassLoader(new FilteredClassLoader("dev.langchain4j"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("glmLangChainChatModel")
                        .doesNotHaveBean("glmLangChainStreamingChatModel")
                        .hasSingleBean(GlmSpringChatModel.class));
    }

    @Test
    void springAisSwitchBetweenModelsIsKeptTo() {
        withAModelOfItsOwn
                .withPropertyValues("spring.ai.model.chat=openai")
                .run(context -> assertThat(context).doesNotHaveBean(GlmSpringChatModel.class));
    }

    @Test
    void settingsAreTheDefaultsOfBothAdapters() {
        withAModelOfItsOwn
                .withPropertyValues("alltools.max-tokens=77", "alltools.temperature=0.5", "alltools.seed=9")
                .run(context -> {
                    assertThat(context.getBean(GlmSpringChatModel.class).getOptions())
                            .satisfies(options -> {
                                assertThat(options.getMaxTokens()).isEqualTo(77);
                                assertThat(options.getTemperature()).isEqualTo(0.5);
                                assertThat(options.getSeed()).isEqualTo(9);
                            });
                    assertThat(context.getBean(GlmLangChainChatModel.class).defaultRequestParameters())
                            .satisfies(parameters -> {
                                assertThat(parameters.maxOutputTokens()).isEqualTo(77);
                                assertThat(parameters.temperature()).isEqualTo(0.5);
                            });
                });
    }

    @ParameterizedTest
    @CsvSource({
        "alltools.model=/no/such/folder, there is no model folder /no/such/folder",
        "alltools.quantization=int3, quantisation \"int3\" is unknown",
        "alltools.device=tpu, \"tpu\"",
        "alltools.slots=-1, -1 slots are out of range",
        "alltools.context=5000, out of range: the model allows 1 to 4",
    })
    void aSettingThatCantBeUsedIsOneLineThatSaysWhatToDo(String setting, String expected) {
        application.withPropertyValues(setting).run(context -> {
            FailureAnalysis analysis = new ModelOpenFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(expected).doesNotContain("\n");
            assertThat(analysis.getAction()).contains("alltools.model");
        });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void anApplicationThatCantStartSaysSoWithoutAStackTrace(CapturedOutput output) {
        SpringApplication unready = new SpringApplication(AllToolsAutoConfiguration.class);

        assertThatThrownBy(() -> unready.run("--alltools.model=/no/such/folder"))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("there is no model folder /no/such/folder")
                .doesNotContain("\tat io.alltools");
    }
}
