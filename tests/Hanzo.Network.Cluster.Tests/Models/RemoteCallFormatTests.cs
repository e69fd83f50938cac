using System.Text.Json;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Models;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Tests.Models;

public sealed class RemoteCallFormatTests
{
    private static readonly NetworkModel Model = new("far", "ollama", "qwen3");

    [Fact]
    public void A_question_comes_back_as_it_was_asked()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"integer"}}}""");
        List<ChatMessage> messages =
        [
            new(ChatRole.System, "Do it."),
            new(ChatRole.User, "Größe? 🙂"),
            new(ChatRole.Assistant, [new TextContent("well"), Call("c1", "add", "{\"a\":1}"), Call("c2", "add", "{")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "1"), new FunctionResultContent("c2", "error: bad")]),
        ];
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.CreateDeclaration("add", "Adds.", schema.RootElement)],
            ToolMode = ChatToolMode.RequireSpecific("add"),
            AllowMultipleToolCalls = false,
            Temperature = 0.5f,
            TopP = 0.25f,
            FrequencyPenalty = 1.5f,
            PresencePenalty = -1,
            MaxOutputTokens = 7,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "sum", "What comes of it."),
        };

        var question = QuestionReader.Read(QuestionWriter.Write(Model, messages, options));

        (question.Server, question.Model).ShouldBe(("ollama", "qwen3"));
        var read = QuestionReader.MessagesOf(question);
        read.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Tool]);
        read.Select(message => message.Text).ShouldBe(["Do it.", "Größe? 🙂", "well", "", ""]);
        read[2].Contents.OfType<FunctionCallContent>().Select(call => (call.CallId, call.Name, RawArguments.TextOf(call)))
            .ShouldBe([("c1", "add", "{\"a\":1}"), ("c2", "add", "{")]);
        read.SelectMany(message => message.Contents).OfType<FunctionResultContent>()
            .Select(result => $"{result.CallId}: {result.Result}").ShouldBe(["c1: 1", "c2: error: bad"]);
        var given = QuestionReader.OptionsOf(question);
        (given.ModelId, given.Temperature, given.MaxOutputTokens).ShouldBe(("qwen3", 0.5f, 7));
        given.Tools!.OfType<AIFunctionDeclaration>().Single().JsonSchema.GetRawText().ShouldBe(schema.RootElement.GetRawText());
        given.ToolMode.ShouldBeOfType<RequiredChatToolMode>().RequiredFunctionName.ShouldBe("add");
        given.StopSequences.ShouldBe(["END"]);
        (given.TopP, given.FrequencyPenalty, given.PresencePenalty, given.AllowMultipleToolCalls).ShouldBe((0.25f, 1.5f, -1, false));
        var form = given.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        form.Schema.ShouldNotBeNull();
        (form.SchemaName, form.SchemaDescription).ShouldBe(("sum", "What comes of it."));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(MaxCharacters)]
    [InlineData(MaxCharacters + 1)]
    [InlineData(3 * MaxCharacters)]
    public void A_text_comes_whole_from_its_parts_even_when_some_come_twice(int length)
    {
        var text = string.Concat(Enumerable.Repeat("a🙂", length / 3 + 1));
        var parts = QuestionParts.Split(text);
        var taken = new QuestionParts();

        for (var i = 0; i < parts.Count; i++)
        {
            char.IsHighSurrogate(parts[i][^1]).ShouldBeFalse();
            var whole = taken.Take(new ModelAsk("c", i, parts.Count, parts[i]));
            whole.ShouldBe(i == parts.Count - 1 ? text : null);
            taken.Take(new ModelAsk("c", i, parts.Count, parts[i])).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 100_000)]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public void A_part_that_cannot_be_is_refused(int part, int parts) =>
        Should.Throw<ModelException>(() => new QuestionParts().Take(new ModelAsk("c", part, parts, "x")));

    [Fact]
    public void A_conversation_beyond_the_bound_is_not_sent() =>
        Should.Throw<ModelException>(() => QuestionWriter.Write(Model, [new(ChatRole.User, new string('x', MaxQuestion))], null))
            .Message.ShouldContain("a model of another node may be asked 4194304.");

    [Fact]
    public void A_reply_comes_whole_over_the_wire_whatever_its_pieces_are()
    {
        var long1 = "{\"text\":\"" + new string('ü', 2 * MaxCharacters) + "\"}";
        List<ChatResponseUpdate> updates =
        [
            new(ChatRole.Assistant, "Grö") { ModelId = "qwen3" },
            new(ChatRole.Assistant, new string('x', MaxCharacters + 5)),
            new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4 })]),
            new(ChatRole.Assistant, [Call("c1", "write", long1), Call("c2", "oops", "{"), Call("c3", "none", "")])
            {
                FinishReason = ChatFinishReason.ToolCalls,
            },
        ];
        var assembly = new ReplyAssembly("far");
        var read = new List<ChatResponseUpdate>();
        foreach (var piece in updates.SelectMany(ReplyPieces.Of))
            read.AddRange(assembly.Take(OverTheWire(new ModelSaid("c", assembly.Count, [piece]))));
        assembly.End(new ModelEnded("c", assembly.Count));

        var (whole, sent) = (read.ToChatResponse(), updates.ToChatResponse());
        whole.Text.ShouldBe(sent.Text);
        whole.ModelId.ShouldBe("qwen3");
        whole.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        (whole.Usage!.InputTokenCount, whole.Usage.OutputTokenCount).ShouldBe((3, 4));
        Calls(whole).ShouldBe([("c1", "write", long1), ("c2", "oops", "{"), ("c3", "none", "{}")]);
    }

    [Fact]
    public void Pieces_that_were_lost_are_noticed()
    {
        var assembly = new ReplyAssembly("far");
        assembly.Take(new ModelSaid("c", 0, [new ModelPiece { Text = "a" }]));

        var third = new ModelSaid("c", 2, [new ModelPiece { Text = "c" }]);
        Should.Throw<ModelException>(() => assembly.Take(third)).IsTransient.ShouldBeTrue();
        Should.Throw<ModelException>(() => assembly.End(new ModelEnded("c", 3))).Message
            .ShouldBe("node 'far': pieces of the reply were lost on the way.");
    }

    [Fact]
    public void Tool_calls_are_bounded_in_number_and_length()
    {
        var call = new ModelPiece { CallId = "c", Tool = "t" };
        var most = Enumerable.Repeat(call, ToolCallPieces.MaxCalls);
        new ReplyAssembly("far").Take(new ModelSaid("c", 0, [.. most])).Length.ShouldBe(ToolCallPieces.MaxCalls);
        Refusal([.. most, call]).ShouldBe("node 'far': there are more than 128 tool calls in one reply.");
        Refusal([call, new ModelPiece { Arguments = new string('x', ToolCallPieces.MaxCharacters) }])
            .ShouldBe("node 'far': the tool calls have more than 229376 characters.");
        Refusal([new ModelPiece { Arguments = "{}" }]).ShouldBe("node 'far': arguments came before the tool call that they are of.");

        static string Refusal(ModelPiece[] pieces) =>
            Should.Throw<ModelException>(() => new ReplyAssembly("far").Take(new ModelSaid("c", 0, [.. pieces]))).Message;
    }

    [Fact]
    public void Of_calls_that_have_ended_the_last_are_remembered()
    {
        var ended = new EndedCalls();
        for (var i = 0; i <= EndedCalls.Most; i++) ended.Add($"c{i}");
        ended.Add("c1");

        (ended.Contains("c0"), ended.Contains("c1"), ended.Contains($"c{EndedCalls.Most}")).ShouldBe((false, true, true));
    }

    private static FunctionCallContent Call(string id, string tool, string arguments) => RawArguments.NewCall(id, tool, arguments);

    private static ModelSaid OverTheWire(ModelSaid said)
    {
        var format = WireFormats.All.Of(said);
        var bytes = format.Write(said);
        bytes.Length.ShouldBeLessThan(format.MaxBytes);
        return (ModelSaid)format.Read(bytes);
    }

    private static IEnumerable<(string, string, string)> Calls(ChatResponse response) =>
        response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()
            .Select(call => (call.CallId, call.Name, RawArguments.TextOf(call)));
}
