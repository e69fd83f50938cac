using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Work;

/// <summary>
/// What the scripted model says: a function of the conversation alone. Up to three rounds of tool calls, then an answer that
/// depends on every result since the user spoke.
/// </summary>
internal static class Script
{
    public const int MostRounds = 3;

    /// <summary>One of so many calls is of a tool that nobody has, and as many have arguments that no schema allows.</summary>
    private const int Oddity = 16;

    public static ScriptedReply Next(IEnumerable<ChatMessage> conversation, IReadOnlyList<string> tools)
    {
        var (said, round, digest) = ("", 0, 0UL);
        foreach (var message in conversation)
        {
            if (message.Role == ChatRole.User) (said, round, digest) = (message.Text, 0, 0);
            else if (message.Role == ChatRole.Assistant) round++;
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
                digest = ContentHash.Of(result.Result?.ToString() ?? "", BitConverter.GetBytes(digest));
        }

        var random = new SimulatedRandom(ContentHash.Of(said, []));
        if (tools.Count == 0 || round >= random.Next(MostRounds + 1)) return Answer(said, digest);
        random = random.Fork(Number(round));
        var calls = Enumerable.Range(1, random.Chance(0.25) ? 2 : 1).Select(i => Call(said, round, i, tools, random));
        return new ScriptedReply("", [.. calls]);
    }

    private static ScriptedReply Answer(string said, ulong digest) =>
        new(string.Create(CultureInfo.InvariantCulture, $"To '{said}' the answer is {digest:x}."), []);

    private static FunctionCallContent Call(string said, int round, int index, IReadOnlyList<string> tools, SimulatedRandom random)
    {
        var tool = random.Next(Oddity) == 0 ? "nobodys" : tools[random.Next(tools.Count)];
        var amount = random.Next(Oddity) == 0 ? 0 : random.Next(ScriptedTool.MostAmount) + 1;
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["label"] = $"{said} {Number(round)}.{Number(index)}",
            ["amount"] = amount,
        };
        return new FunctionCallContent(Number(index), tool, arguments);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
