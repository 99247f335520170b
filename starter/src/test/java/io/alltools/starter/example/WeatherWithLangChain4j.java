package io.alltools.starter.example;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.AiServices;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.starter.langchain4j.GlmLangChainChatModel;

class WeatherWithLangChain4j {

    interface Assistant {
        String ask(String question);
    }

    @Tool(name = "get_weather", value = "The weather in a city")
    String weather(String city) {
        return "21 degrees";
    }

    public static void main(String[] args) {
        try (var glm = EmbeddedModel.open(RuntimeOptions.defaults())) {
            var model = new GlmLangChainChatModel(glm);
            var assistant = AiServices.builder(Assistant.class).chatModel(model).tools(new WeatherWithLangChain4j());
            System.out.println(assistant.build().ask("What is the weather in Paris?"));
        }
    }
}
