using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Agents given to a network by its command line, and asked.</summary>
internal static class Deploying
{
    public static Task<RunBody> AskAsync(this RunningNode node, string agent) =>
        node.Client.RunAsync(new RunRequestBody { Agent = agent, Input = "What is 6 * 7?" }, CancellationToken.None);

    public static async Task<string> FileAsync(this DirectoryInfo data, string agents)
    {
        var file = Path.Combine(data.FullName, "agents.json");
        await File.WriteAllTextAsync(file, agents);
        return file;
    }

    /// <param name="on">Where it may run.</param>
    public static async Task DeployAdderAsync(this RunningNode node, DirectoryInfo data, params string[] on)
    {
        var file = await data.FileAsync("""{"agents":[{"name":"adder","tools":["calculate"]}]}""");
        var (code, transcript) = await HanzoProcess.RunAsync(
            ["deploy", file, .. on.SelectMany(id => new[] { "--on", id }), "--node", node.Url]);
        code.ShouldBe(0, transcript);
    }
}
