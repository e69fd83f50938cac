using System.Diagnostics;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>Needs a disk of its own in memory, which only root may have; elsewhere it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "small disks are Linux's";
        else if (!Environment.IsPrivilegedProcess) Skip = "small disks need root";
    }
}

/// <summary>A disk that is soon really full, until there is room.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallDisk> MountAsync(DirectoryInfo folder)
    {
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=6m", "hanzo-test", folder.FullName);
        return new SmallDisk(folder.FullName);
    }

    public Task MakeRoomAsync() => RunAsync("mount", "-o", "remount,size=256m", Path);

    /// <summary>It goes when nobody has a file of it open any more.</summary>
    public void Dispose() => RunAsync("umount", "-l", Path).GetAwaiter().GetResult();

    private static async Task RunAsync(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', words)}: {error}");
    }
}
