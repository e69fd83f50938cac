using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hanzo.Network.Adapters.Tools;

/// <summary>
/// Opens files to be read without waiting for anybody: .NET waits at a named pipe until somebody writes to it, and looking first what it
/// is would not be enough, as it may be another thing then.
/// </summary>
internal static class PromptOpening
{
    // open(2): O_RDONLY is 0.
    private const int NonBlockingLinux = 0x800;
    private const int CloseOnExecLinux = 0x80000;
    private const int NonBlockingMac = 0x4;
    private const int CloseOnExecMac = 0x1000000;

    private const int NoSuchFile = 2;
    private const int Interrupted = 4;
    private const int NotAllowed = 13;

    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">This program may not read it.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path) =>
        OperatingSystem.IsLinux() ? Open(path, NonBlockingLinux | CloseOnExecLinux)
        : OperatingSystem.IsMacOS() ? Open(path, NonBlockingMac | CloseOnExecMac)
        : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static SafeFileHandle Open(string path, int flags)
    {
        while (true)
        {
            var opened = OpenFile(path, flags);
            if (opened >= 0) return new SafeFileHandle(opened, ownsHandle: true);
            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted) continue;
            var why = string.Create(CultureInfo.InvariantCulture, $"'{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}");
            throw error switch
            {
                NoSuchFile => new FileNotFoundException(why, path),
                NotAllowed => new UnauthorizedAccessException(why),
                _ => new IOException(why),
            };
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
