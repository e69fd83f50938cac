using Hanzo.Network.Simulation.Work;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Tests.Work;

public sealed class ScriptTests
{
    private static readonly string[] Tools = ["look_up", "note"];

    [Fact]
    public void The_same_conversation_has_the_same_reply()
    {
        for (var i = 0; i < 50; i++)
        {
            var (one, other) = (Script.Next(Said($"write r{i}"), Tools), Script.Next(Said($"write r{i}"), Tools));

            other.Text.ShouldBe(one.Text);
            other.Calls.Select(Text).ShouldBe(one.Calls.Select(Text));
        }
    }

    [Fact]
    public void Every_conversation_comes_to_an_answer_after_at_most_three_rounds_and_all_numbers_of_rounds_happen()
    {
        var rounds = Enumerable.Range(0, 200).Select(i => Play($"write r{i}", "done").Count).ToList();

        rounds.Distinct().Order().ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public void Calls_in_parallel_unknown_tools_and_bad_arguments_all_happen()
    {
        var rounds = Enumerable.Range(0, 200).SelectMany(i => Play($"write r{i}", "done")).ToList();
        var calls = rounds.SelectMany(round => round).ToList();

        rounds.Select(round => round.Length).Distinct().Order().ShouldBe([1, 2]);
        calls.Select(call => call.Name).Distinct().Order().ShouldBe(["look_up", "nobodys", "note"]);
        calls.ShouldContain(call => call.Arguments!["amount"]!.Equals(0));
        calls.Count(call => !call.Arguments!["amount"]!.Equals(0)).ShouldBeGreaterThan(calls.Count / 2);
    }

    [Fact]
    public void An_answer_depends_on_the_results()
    {
        var request = Enumerable.Range(0, 50).Select(i => $"write r{i}").First(said => Play(said, "x").Count > 0);

        Answer(request, "one").ShouldNotBe(Answer(request, "other"));
    }

    [Fact]
    public void Without_tools_there_is_an_answer_at_once() => Script.Next(Said("write r1"), []).Calls.ShouldBeEmpty();

    private static List<ChatMessage> Said(string text) => [new(ChatRole.User, text)];

    private static string Text(FunctionCallContent call) =>
        $"{call.CallId} {call.Name} {string.Join(',', call.Arguments!.Select(argument => $"{argument.Key}={argument.Value}"))}";

    private static string Answer(string request, string result)
    {
        var conversation = Said(request);
        while (Script.Next(conversation, Tools) is { Calls.IsEmpty: false } reply) Continue(conversation, reply, result);
        return Script.Next(conversation, Tools).Text;
    }

    private static List<FunctionCallContent[]> Play(string request, string result)
    {
        var (conversation, rounds) = (Said(request), new List<FunctionCallContent[]>());
        while (Script.Next(conversation, Tools) is { Calls.IsEmpty: false } reply)
        {
            rounds.Add([.. reply.Calls]);
            Continue(conversation, reply, result);
        }

        return rounds;
    }

    private static void Continue(List<ChatMessage> conversation, ScriptedReply reply, string result)
    {
        conversation.Add(new ChatMessage(ChatRole.Assistant, [.. reply.Calls]));
        foreach (var call in reply.Calls)
            conversation.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
    }
}
