using System.Runtime.InteropServices;

namespace Hanzo.Network.Adapters.Throughput;

internal static class LowestPriority
{
    private const int PrioProcess = 0;
    private const int ThisThread = 0;
    private const int Nicest = 19;

    public static void TakeByThisThread()
    {
        Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        // .NET gives threads no priority on Linux. There a thread has a nice value of its own, and 0 means the calling one
        // (setpriority(2), notes); where that fails the thread keeps the priority it has.
        if (OperatingSystem.IsLinux()) _ = SetPriority(PrioProcess, ThisThread, Nicest);
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
