using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hanzo.Network.Nets.Lab;

/// <summary>
/// Does things in a network namespace of this machine. What is opened there (a socket, a TAP device) stays there, whoever uses it
/// afterwards.
/// </summary>
internal static partial class NetNamespace
{
    public const string Folder = "/run/netns";

    // What lies there takes the place of the files of /etc for programs that `ip netns exec` starts.
    private const string FilesFolder = "/etc/netns";

    private const int CloneNewNet = 0x40000000;

    public static string FilesOf(string name) => Path.Combine(FilesFolder, name);

    public static void RemoveFiles(string name)
    {
        if (!Directory.Exists(FilesOf(name))) return;
        Directory.Delete(FilesOf(name), recursive: true);
        if (!Directory.EnumerateFileSystemEntries(FilesFolder).Any()) Directory.Delete(FilesFolder);
    }

    /// <summary>Runs it on a thread of its own, which is in the namespace and ends afterwards.</summary>
    /// <exception cref="LabException">The namespace cannot be entered.</exception>
    public static T Run<T>(string name, Func<T> action)
    {
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>For HTTP to servers that listen in the namespace, on its loopback too.</summary>
    public static SocketsHttpHandler HandlerIn(string name) => new()
    {
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = Run(name, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
            try
            {
                var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(host), port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private static void Enter(string name)
    {
        using var file = File.OpenHandle(Path.Combine(Folder, name), share: FileShare.ReadWrite);
        if (SetNamespace(file, CloneNewNet) != 0)
            throw new LabException($"network namespace {name} cannot be entered: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle descriptor, int type);
}
