using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Tests.Routing;

/// <summary>Ten agents and the questions of people, each with the agent that it is for; written before the routers.</summary>
internal static class QuestionTable
{
    public static readonly ImmutableArray<Agent> Agents = AgentsFile.Parse("ten-agents.json", Read("ten-agents.json"));

    /// <summary>A hundred, which the routers were tuned by.</summary>
    public static readonly ImmutableArray<Question> Questions = Labelled("questions.json");

    /// <summary>Forty, which they were not.</summary>
    public static readonly ImmutableArray<Question> HeldOut = Labelled("held-out.json");

    /// <summary>Ten that none of the agents is for.</summary>
    public static readonly ImmutableArray<string> Nobodys = [.. JsonSerializer.Deserialize<string[]>(Read("nobody.json"))!];

    /// <summary>What somebody would write who knows the agents.</summary>
    public static readonly RuleRouter Rules = new RuleRouter()
        .AddRule(@"\b(translate|translation)\b|\bhow (do|would) (i|you|we) say\b", "translator")
        .AddRule(@"\bin (french|german|spanish|italian|japanese)\b", "translator")
        .AddRule(@"\b(python|javascript|c#|sql|regex|git|unit tests?|compile|exception|stack trace)\b", "coder")
        .AddRule(@"\b(remind me|reminder|calendar|appointments?|reschedule)\b", "calendar")
        .AddRule(@"\b(weather|forecast|umbrella|raining|sunrise|sunset)\b|\bwill it (rain|snow)\b", "weather")
        .AddRule(@"\b(recipe|cook|bake|oven|ingredients?)\b", "cook")
        .AddRule(@"\b(flight|hotel|visa|airport)\b", "travel")
        .AddRule(@"\b(invoices?|tax(es)?|budget|bank account)\b", "finance")
        .AddRule(@"\b(gpu|cpu|ram|graphics card|hardware)\b", "device")
        .AddRule(@"\b(summari[sz]e|summary|proofread|spelling|typos?)\b", "text")
        .AddRule(@"\d\s*[-+*/^%]\s*\(?\d|\b(square|cube) root\b|\d\s*(%|percent) of\b", "math");

    public static async Task<Confusion> AskAsync(IRouter router, IEnumerable<Question> questions)
    {
        var answers = ImmutableArray.CreateBuilder<(Question, RouteDecision)>();
        foreach (var question in questions) answers.Add((question, await router.RouteAsync(question.Text, Agents)));
        return new Confusion(answers.ToImmutable());
    }

    private static ImmutableArray<Question> Labelled(string name) =>
    [
        .. JsonSerializer.Deserialize<Dictionary<string, string[]>>(Read(name))!
            .SelectMany(agent => agent.Value.Select(text => new Question(text, AgentName.Parse(agent.Key)))),
    ];

    private static byte[] Read(string name)
    {
        using var stream = typeof(QuestionTable).Assembly.GetManifestResourceStream($"routing/{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public sealed record Question(string Text, AgentName Agent);

    public sealed record Confusion(ImmutableArray<(Question Question, RouteDecision Decision)> Answers)
    {
        public int Right => Answers.Count(IsRight);

        public bool IsRightAt(int place) => IsRight(Answers[place]);

        /// <summary>A row for each agent that a question is for, a column for each that it went to.</summary>
        public override string ToString()
        {
            var names = Answers.Select(one => one.Question.Agent).Distinct().ToList();
            var text = new StringBuilder($"{"",-11}");
            foreach (var name in names) text.Append($"{name.Value[..Math.Min(6, name.Value.Length)],7}");
            text.AppendLine($"{"nobody",7}");
            foreach (var row in names)
            {
                var went = Answers.Where(one => one.Question.Agent == row).Select(one => one.Decision.Agent).ToList();
                text.Append($"{row,-11}");
                foreach (var column in names) text.Append($"{went.Count(agent => agent == column),7}");
                text.AppendLine($"{went.Count(agent => agent is null),7}");
            }

            text.AppendLine($"{Right} of {Answers.Length} right");
            foreach (var (question, decision) in Answers.Where(one => !IsRight(one)))
                text.AppendLine($"  {question.Agent} -> {decision.Agent?.Value ?? "nobody"}: {question.Text} | {decision.Why}");
            return text.ToString();
        }

        private static bool IsRight((Question Question, RouteDecision Decision) one) => one.Decision.Agent == one.Question.Agent;
    }
}
