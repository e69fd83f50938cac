using System.Diagnostics;
using Hanzo.Network.Cluster.Hosting;

namespace Hanzo.Network.Benchmarks.Processes;

/// <summary>The Release output of this project for both runtimes: <c>artifacts/RUNTIME/bin/PROJECT/release</c>.</summary>
internal static class Builds
{
    private const string Solution = "Hanzo.Network.Akka.sln";
    private static readonly string Project = typeof(Builds).Assembly.GetName().Name!;
    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(10);

    /// <returns>The program, or null and what the build said.</returns>
    public static async Task<(string? Program, string Output)> BuildAsync(string runtime)
    {
        var root = FindRoot();
        var start = new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-v", "q", "-nologo", Path.Combine(root, "tests", Project)])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            Environment = { ["AkkaRuntime"] = runtime },
        };
        using var build = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(BuildTime);
        var output = await build.StandardOutput.ReadToEndAsync(deadline.Token);
        await build.WaitForExitAsync(deadline.Token);
        return (build.ExitCode == 0 ? Path.Combine(root, "artifacts", runtime, "bin", Project, "release", Project + ".dll") : null, output);
    }

    /// <summary>Whether a build failed because Akka.NET's packages are not to be had.</summary>
    public static bool IsUnrestorable(string runtime, string output) =>
        runtime == RuntimeName.NuGet && output.Contains("NU1101", StringComparison.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Solution))) return folder.FullName;
        throw new InvalidOperationException($"no {Solution} above {AppContext.BaseDirectory}; a comparison builds from the sources.");
    }
}
