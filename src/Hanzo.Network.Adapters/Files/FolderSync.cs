using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hanzo.Network.Adapters.Files;

/// <summary>Makes durable which files a folder has, and under which names. Windows does so by itself.</summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">It cannot be opened or synced.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var opened = Open(folder, ReadOnly);
        if (opened < 0)
            throw Failure(folder, "opened");
        using var handle = new SafeFileHandle(opened, ownsHandle: true);
        if (Synchronize(opened) != 0)
            throw Failure(folder, "synced");
    }

    private static IOException Failure(string folder, string what) => new(
        $"the folder '{folder}' cannot be {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);
}
