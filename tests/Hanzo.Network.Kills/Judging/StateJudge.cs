using System.Text.Json;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Kills.Judging;

/// <summary>Every acknowledged write counts, and nothing that nobody wrote.</summary>
internal static class StateJudge
{
    /// <param name="writes">All to one key.</param>
    /// <param name="found">Null: the key is not there.</param>
    public static IEnumerable<string> Wrong(string key, IReadOnlyList<StateWrite> writes, StateBody? found)
    {
        if (found?.Value is not { } value)
            return writes.Any(write => write.Acknowledged) ? [$"key {key} was written and is lost"] : [];
        return writes[0].Deed switch
        {
            StateDeed.Set => WrongValue(key, writes, value),
            StateDeed.Append => WrongList(key, writes, value),
            StateDeed.Increment => WrongSum(key, writes, value),
            _ => throw new ArgumentOutOfRangeException(nameof(writes), writes[0].Deed, null),
        };
    }

    /// <summary>One writer: its last acknowledged value counts, or one that it sent afterwards.</summary>
    private static IEnumerable<string> WrongValue(string key, IReadOnlyList<StateWrite> writes, JsonElement value)
    {
        var (number, last) = (value.GetInt64(), writes.Where(write => write.Acknowledged).Select(write => write.Number).LastOrDefault());
        if (number < last) yield return $"key {key} is {number}, though {last} was acknowledged";
        if (writes.All(write => write.Number != number)) yield return $"key {key} is {number}, which nobody wrote";
    }

    private static IEnumerable<string> WrongList(string key, IReadOnlyList<StateWrite> writes, JsonElement value)
    {
        var items = value.EnumerateArray().Select(item => item.GetInt64()).ToList();
        foreach (var lost in writes.Where(write => write.Acknowledged && !items.Contains(write.Number)))
            yield return $"list {key}: {lost.Number} was acknowledged and is lost";
        foreach (var strange in items.Where(item => writes.All(write => write.Number != item)))
            yield return $"list {key}: nobody appended {strange}";
        foreach (var (item, times) in items.CountBy(item => item).Where(count => count.Value > 1))
            yield return $"list {key}: {item} is there {times} times";
    }

    private static IEnumerable<string> WrongSum(string key, IReadOnlyList<StateWrite> writes, JsonElement value)
    {
        var sum = value.GetInt64();
        var least = writes.Where(write => write.Acknowledged).Sum(write => write.Number);
        var most = writes.Sum(write => write.Number);
        if (sum < least || sum > most)
            yield return $"counter {key} is {sum}; {least} was acknowledged and {most} was sent";
    }
}
