using System.Globalization;
using System.Runtime.CompilerServices;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>
/// The files in <c>Scenarios</c>: commands, a line <c>---</c>, and the trace they lead to. After a wanted change of behaviour run the
/// tests with UPDATE_GOLDEN=1 and read the difference line by line: each must be what was wanted.
/// </summary>
public sealed class ScenarioTests
{
    private const string Separator = "---";

    public static TheoryData<string> Names() =>
    [
        .. Directory.EnumerateFiles(Folder(), "*.txt")
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scenario_leads_to_its_trace(string name)
    {
        var path = Path.Combine(Folder(), $"{name}.txt");
        var lines = File.ReadAllLines(path);
        var commands = lines.TakeWhile(line => line != Separator).ToArray();
        var trace = Run(commands);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllLines(path, [.. commands, Separator, .. trace]);
        trace.ShouldBe(lines.Skip(commands.Length + 1));
    }

    // start ID ADDRESS TIME [network=N] [runtime=R] [age=N] [seeds=A,B] | stop ADDRESS TIME | until TIME
    private static List<string> Run(string[] commands)
    {
        var network = new SimulatedNetwork(seed: 1, lossOfBeacons: 0);
        foreach (var words in commands.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')))
        {
            var time = double.Parse(words[^1].Contains('=', StringComparison.Ordinal) ? words[3] : words[^1], CultureInfo.InvariantCulture);
            if (words[0] == "start") network.Start(Node(words), time, Seeds(words));
            else if (words[0] == "stop") network.Stop(NodeAddress.Parse(words[1]), time);
            else if (words[0] == "until") network.RunUntil(time);
            else throw new FormatException($"'{words[0]}' is no command; there are start, stop and until.");
        }

        return network.Trace;
    }

    private static NodeIdentity Node(string[] words) => Nodes.Node(
        words[1],
        words[2],
        Option(words, "age") is { } age ? int.Parse(age, CultureInfo.InvariantCulture) : null,
        Option(words, "network") ?? "home",
        Option(words, "runtime") ?? "embedded");

    private static NodeAddress[] Seeds(string[] words) => Option(words, "seeds")?.Split(',').Select(NodeAddress.Parse).ToArray() ?? [];

    private static string? Option(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Scenarios");
}
