using System.Diagnostics;

namespace Hanzo.Network.Nets.Lab;

/// <summary>The system's programs that make and change networks.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/sbin")
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>What it wrote.</summary>
    /// <exception cref="LabException">It failed; the message has what was asked and what it said.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
        using var process = Process.Start(start) ?? throw new LabException($"{program} did not start.");
        using var deadline = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            if (process.ExitCode == 0) return await output;
            throw new LabException($"{program} {string.Join(' ', start.ArgumentList)}: {(await error).Trim()} (exit {process.ExitCode})");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new LabException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {Patience.TotalSeconds} s.");
        }
    }

    public static Task<string> IpAsync(params IEnumerable<string> arguments) => RunAsync("ip", arguments);

    /// <param name="space">The network namespace whose filter it is.</param>
    public static Task<string> NftAsync(string space, string command) =>
        IpAsync([.. new[] { "netns", "exec", space, "nft" }, .. command.Split(' ')]);
}

/// <summary>A network could not be made or changed.</summary>
internal sealed class LabException(string message) : Exception(message);
