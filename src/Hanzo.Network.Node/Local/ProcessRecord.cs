using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Adapters.Files;

namespace Hanzo.Network.Node.Local;

/// <summary>What a process leaves in its folder for as long as it lives.</summary>
internal interface IProcessRecord
{
    int Pid { get; }

    /// <summary>Of the machine: process ids mean nothing on another one that shares the folder.</summary>
    string Host { get; }
}

internal static class ProcessRecord
{
    /// <summary>One of a dead process of this machine is removed; whether one of another machine lives is not known.</summary>
    /// <returns>Null: there is none, or its process is dead.</returns>
    public static T? Read<T>(string path, int maxBytes, JsonTypeInfo<T> format) where T : class, IProcessRecord
    {
        var record = RecordFile.Read(path, maxBytes, format);
        if (record is null || !IsOfThisMachine(record) || IsAlive(record.Pid)) return record;
        Remove(path);
        return null;
    }

    public static bool IsOfThisMachine(IProcessRecord record) => record.Host == Environment.MachineName;

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's: it stays, and counts for nobody.
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
