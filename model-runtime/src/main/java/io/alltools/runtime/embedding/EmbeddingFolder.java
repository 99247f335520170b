package io.alltools.runtime.embedding;

import io.alltools.agent.EmbeddingModel.Purpose;
import io.alltools.agent.Json;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a folder as published for sentence-transformers says about its model.
 *
 * @param name the folder's name, and the graph's where it is not the usual {@code model.onnx}
 * @param maxTokens of one text, special tokens included
 * @param query what is written before a query; empty for nothing
 * @param passage what is written before a passage
 */
record EmbeddingFolder(
        String name, Path onnx, Path tokenizer, Pooling pooling, int maxTokens, String query, String passage) {

    private static final int DEFAULT_MAX_TOKENS = 512;

    /** Position ids of these begin behind the padding's id, so that two of the table's rows are never used. */
    private static final Pattern SHIFTED_POSITIONS = Pattern.compile("(xlm-)?roberta|camembert|mpnet");

    /** Published before prompts had a place in the configuration; they are in the model's card. */
    private static final Pattern E5 = Pattern.compile("(.*[-_/])?e5-(small|base|large)(-v2)?");

    /**
     * Reads the folder, or that of a graph.
     *
     * @param place a folder, or one of the {@code .onnx} files in it or in its {@code onnx} folder
     * @throws CheckpointException when something is missing or can't be done
     */
    static EmbeddingFolder read(Path place) {
        boolean file = Files.isRegularFile(place) && place.toString().endsWith(".onnx");
        Path folder = file ? folderOf(place.toAbsolutePath()) : place;
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException(
                    place, "is not there: expected an embedding model's folder, or one of its .onnx files");
        }
        Path onnx = file ? place : graph(folder);
        Path tokenizer = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(tokenizer)) {
            throw new CheckpointException(tokenizer, "is missing; an embedding model needs its tokenizer");
        }
        requireNoLayersBehind(folder.resolve("modules.json"));
        JsonNode config = read(folder, "config.json");
        String folderName = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        String graphName = String.valueOf(onnx.getFileName()).replaceFirst("\\.onnx$", "");
        boolean e5 = E5.matcher(folderName.toLowerCase(Locale.ROOT)).matches()
                || E5.matcher(config.path("_name_or_path").asString("").toLowerCase(Locale.ROOT))
                        .matches();
        JsonNode prompts = read(folder, "config_sentence_transformers.json").path("prompts");
        return new EmbeddingFolder(
                graphName.equals("model") ? folderName : folderName + "/" + graphName,
                onnx,
                tokenizer,
                pooling(folder.resolve("1_Pooling").resolve("config.json")),
                maxTokens(folder, config),
                prompt(prompts, e5 ? "query: " : "", "query"),
                prompt(prompts, e5 ? "passage: " : "", "document", "passage", "corpus"));
    }

    String prefix(Purpose purpose) {
        return switch (purpose) {
            case QUERY -> query;
            case PASSAGE -> passage;
            case PLAIN -> "";
        };
    }

    private static Path folderOf(Path onnx) {
        Path folder = onnx.resolveSibling("");
        return folder.endsWith("onnx") ? folder.resolveSibling("") : folder;
    }

    private static Path graph(Path folder) {
        List<Path> found = new ArrayList<>();
        for (Path place : List.of(folder.resolve("onnx"), folder)) {
            Path usual = place.resolve("model.onnx");
            if (Files.isRegularFile(usual)) {
                return usual;
            }
            found.addAll(graphsIn(place));
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new CheckpointException(
                folder.resolve("onnx").resolve("model.onnx"),
                found.isEmpty()
                        ? "is missing and there is no other .onnx file; an embedding model is used as ONNX"
                        : "is missing; name one of these files instead of the folder: " + found);
    }

    private static List<Path> graphsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CheckpointException(folder, "can't be read: " + e.getMessage(), e);
        }
    }

    /** A dense layer's weights lie beside the graph, where nothing here would apply them. */
    private static void requireNoLayersBehind(Path file) {
        for (JsonNode module : readFile(file)) {
            String type = module.path("type").asString("");
            String kind = type.substring(type.lastIndexOf('.') + 1);
            if (!List.of("Transformer", "Pooling", "Normalize").contains(kind)) {
                throw new CheckpointException(
                        file, "has the module \"" + type + "\", expected Transformer, Pooling and Normalize only");
            }
        }
    }

    /** The mean where nothing is said, as sentence-transformers does. */
    private static Pooling pooling(Path file) {
        JsonNode config = readFile(file);
        List<String> modes = config.properties().stream()
                .filter(e ->
                        e.getKey().startsWith("pooling_mode_") && e.getValue().asBoolean(false))
                .map(e -> e.getKey().substring("pooling_mode_".length()))
                .toList();
        if (modes.isEmpty()) {
            return Pooling.MEAN;
        }
        return switch (modes.size() == 1 ? modes.getFirst() : "") {
            case "mean_tokens" -> Pooling.MEAN;
            case "cls_token" -> Pooling.CLS;
            case "lasttoken" -> Pooling.LAST_TOKEN;
            default ->
                throw new CheckpointException(
                        file, "pools by " + modes + ", expected one of mean_tokens, cls_token and lasttoken");
        };
    }

    private static int maxTokens(Path folder, JsonNode config) {
        int positions = config.path("max_position_embeddings").asInt(Integer.MAX_VALUE);
        if (SHIFTED_POSITIONS.matcher(config.path("model_type").asString("")).matches()) {
            positions -= 2;
        }
        int told =
                read(folder, "sentence_bert_config.json").path("max_seq_length").asInt(0);
        if (told <= 0) {
            // Where a tokenizer has no limit of its own, this is 10^30.
            double limit = read(folder, "tokenizer_config.json")
                    .path("model_max_length")
                    .asDouble(0);
            told = limit >= 1 && limit < Integer.MAX_VALUE ? (int) limit : DEFAULT_MAX_TOKENS;
        }
        return Math.max(1, Math.min(told, positions));
    }

    private static String prompt(JsonNode prompts, String otherwise, String... names) {
        for (String name : names) {
            if (prompts.path(name).isString()) {
                return prompts.path(name).asString();
            }
        }
        return otherwise;
    }

    private static JsonNode read(Path folder, String name) {
        return readFile(folder.resolve(name));
    }

    /** Nothing where there is no such file: only the graph and the tokenizer have to be there. */
    private static JsonNode readFile(Path file) {
        if (!Files.isRegularFile(file)) {
            return Json.object();
        }
        try {
            return Json.MAPPER.readTree(Files.readString(file));
        } catch (IOException | tools.jackson.core.JacksonException e) {
            throw new CheckpointException(file, "can't be read: " + e.getMessage(), e);
        }
    }

    /** The tokenizer without the padding and truncation that it was saved with. */
    ObjectNode tokenizerJson() {
        try {
            ObjectNode json = Json.parseObject(Files.readString(tokenizer));
            json.putNull("truncation");
            json.putNull("padding");
            return json;
        } catch (IOException | IllegalArgumentException e) {
            throw new CheckpointException(tokenizer, "can't be read: " + e.getMessage(), e);
        }
    }
}
