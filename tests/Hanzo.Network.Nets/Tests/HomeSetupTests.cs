using System.Text.RegularExpressions;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Tests;

/// <summary>What the README tells whoever has three machines, word for word.</summary>
[Collection(NetsCollection.Name)]
[Trait("Runtime", "embedded")]
public sealed partial class HomeSetupTests
{
    private const string Ready = "ready: node ";

    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(5);

    [NetsFact]
    public async Task Three_machines_become_one_secured_network_by_the_commands_of_the_README()
    {
        var section = SectionOf(ReadMe(), "### A network of your machines");
        var commands = Blocks().Matches(section).Select(block => block.Groups[1].Value.Trim()).ToArray();
        commands.Length.ShouldBe(4, section);
        await using var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        await using var first = new Machine(await lab.HostAsync("first", new LabLink(network, "192.168.1.10/24")));
        await using var second = new Machine(await lab.HostAsync("second", new LabLink(network, "192.168.1.11/24")));
        await using var third = new Machine(await lab.HostAsync("third", new LabLink(network, "192.168.1.12/24")));

        await first.Type(commands[0]).LineAsync(Ready, LabNode.Patience);
        await first.RunAsync(commands[1]);
        foreach (var picture in Directory.GetFiles(first.Home, "*.png"))
            File.Copy(picture, Path.Combine(second.Home, Path.GetFileName(picture)));
        var joined = second.Type(commands[2]);
        await joined.LineAsync(Ready, LabNode.Patience);
        section.ShouldContain("Another `hanzo invite` on the first machine, and on the third:");
        var code = Code().Match(await first.RunAsync("hanzo invite")).Value;
        code.ShouldNotBeEmpty();
        var last = third.Type(commands[3].Replace("CODE", code, StringComparison.Ordinal));
        await last.LineAsync(Ready, LabNode.Patience);
        await AreOneAsync(first, second, third);

        section.ShouldContain("from then on `hanzo up` is enough on each");
        await joined.InterruptAsync();
        (await joined.ExitAsync(LabNode.Patience)).ShouldBe(0, joined.Transcript);
        await second.Type("hanzo up").LineAsync(Ready, LabNode.Patience);
        await AreOneAsync(first, second, third);

        section.ShouldContain("`hanzo revoke NODE` on the first machine shuts one out again, within seconds.");
        await first.RunAsync($"hanzo revoke {await third.IdAsync()}");
        (await last.ExitAsync(Seconds)).ShouldBe(1, last.Transcript);
        await AreOneAsync(first, second);
    }

    private static async Task AreOneAsync(params Machine[] machines)
    {
        foreach (var machine in machines)
        {
            var seen = await machine.UntilAsync(
                "all others are well", now => now.Peers.Count == machines.Length - 1 && now.Peers.Values.All(peer => peer.Healthy));
            seen.Security.ShouldBe("mutual-tls");
        }
    }

    private static string ReadMe()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Hanzo.Network.Akka.sln")))
                return File.ReadAllText(Path.Combine(folder.FullName, "README.md"));
        throw new InvalidOperationException($"no Hanzo.Network.Akka.sln above {AppContext.BaseDirectory}.");
    }

    private static string SectionOf(string text, string heading)
    {
        var start = text.IndexOf(heading, StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, $"no '{heading}' in README.md");
        var end = text.IndexOf("Test everything with:", start, StringComparison.Ordinal);
        return text[start..end];
    }

    [GeneratedRegex("```\n(hanzo [^\n]+)\n```")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"hanzo1-[0-9A-Za-z-]+")]
    private static partial Regex Code();
}
