using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Hanzo.Network.Node.Tests.Clients;

/// <summary>Programs of this folder under Node.js, with the packages of its lock file, which are installed once beside them.</summary>
internal static class NodeJs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients");
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <returns>What the program printed.</returns>
    public static async Task<JsonObject> RunAsync(string program, params string[] arguments)
    {
        await Installed.Value;
        return JsonNode.Parse(await OutputAsync("node", [program, .. arguments]))!.AsObject();
    }

    private static async Task InstallAsync()
    {
        var (wanted, mark) = (Path.Combine(Folder, "package-lock.json"), Path.Combine(Folder, "node_modules", ".installed"));
        var packages = await File.ReadAllTextAsync(wanted);
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == packages) return;
        await OutputAsync("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
        await File.WriteAllTextAsync(mark, packages);
    }

    private static async Task<string> OutputAsync(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{command} ended with {process.ExitCode}:\n{await errors}\n{await output}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
