package io.alltools.starter.example;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class WeatherWithSpringAi {

    static class WeatherTools {
        @Tool(name = "get_weather", description = "The weather in a city")
        String weather(String city) {
            return "21 degrees";
        }
    }

    public static void main(String[] args) {
        try (var context = SpringApplication.run(WeatherWithSpringAi.class, args)) {
            var client = ChatClient.create(context.getBean(ChatModel.class));
            var question = client.prompt("What is the weather in Paris?").tools(new WeatherTools());
            System.out.println(question.call().content());
        }
    }
}
